-- The tables that comparing makes for itself. Beside these, the database of a build has the tables of the dataset.
--
-- Each comment says what a row is, then which module fills the table. <kind> stands for story, person, claim and event.
-- Rows of a kind are known by their number, which is their rank; in every table of pairs, a < b are two such numbers.
-- Until the final tables are read, the persons in `persons`, `mentions`, `claims` and `events` are persons of one
-- document, whose ids are called local.

-- An article's sketch, a sample of its shingles. database.py
CREATE TABLE sketches (article_id VARCHAR, sketch UBIGINT[]);
-- A document that was loaded. database.py
CREATE TABLE loaded_documents (key VARCHAR);

-- Step 1, ranks: a row of a kind, numbered by rank, the best representative first. groups.py
CREATE TABLE <kind>_ranks (number INTEGER, id VARCHAR);

-- Step 2, candidate pairs: two ids with keys in common, and how many. pairs.py, for the caller
CREATE TABLE candidate_pairs (a INTEGER, b INTEGER, shared INTEGER);
-- Two sets of tokens that are similar, or one of which contains the other, 0..1. pairs.py, for the caller
CREATE TABLE similar_pairs (a INTEGER, b INTEGER, similarity DOUBLE);
-- A candidate pair as found in one part of the keys. pairs.py
CREATE TABLE partial_pairs (a INTEGER, b INTEGER, shared INTEGER);
-- A key with several ids. pairs.py
CREATE TABLE repeated_keys (key UBIGINT, ids BIGINT);
-- An id that has a repeated key, and its place among the key's ids. pairs.py
CREATE TABLE shared_keys (id INTEGER, key UBIGINT, is_seeking BOOLEAN, ids BIGINT, place BIGINT);
-- A set of tokens; only sets of one block are paired. pairs.py
CREATE TABLE token_sets (id INTEGER, block VARCHAR, tokens VARCHAR[]);
-- A token of several sets, the rarest first. pairs.py
CREATE TABLE token_ranks (token VARCHAR, rarity INTEGER);
-- A set: its size, its tokens that other sets have by rarity, and a signature of them. pairs.py
CREATE TABLE ranked_sets (id INTEGER, block UBIGINT, size INTEGER, tokens INTEGER[], bits BIGINT);
-- One of the rarest tokens of a set; `known` counts the tokens that other sets have. pairs.py
CREATE TABLE first_tokens (id INTEGER, block UBIGINT, size INTEGER, token INTEGER, place INTEGER, known INTEGER);
-- The same, if another set of the block has the token among its rarest. pairs.py
CREATE TABLE rare_tokens (id INTEGER, block UBIGINT, size INTEGER, token INTEGER, place INTEGER, known INTEGER);
-- A key of a set: two rare tokens, or one of a small set. pairs.py
CREATE TABLE set_keys (id INTEGER, key UBIGINT, is_seeking BOOLEAN);

-- Step 3, scored pairs: whether two rows are the same, how sure that is, why, and how they conflict if they do.
-- stories.py, people/persons.py, claim_groups.py and event_groups.py by pairs.py
CREATE TABLE <kind>_scored (a INTEGER, b INTEGER, is_same BOOLEAN, score FLOAT, reasons VARCHAR[], conflict VARCHAR);

-- Step 4, groups: a row and the row that represents its group. groups.py; changed by corrections
CREATE TABLE <kind>_members (member VARCHAR, representative VARCHAR);

-- Step 5, group ids: a row and its group. groups.py
CREATE TABLE <kind>_group_ids (member VARCHAR, group_id VARCHAR, is_canonical BOOLEAN);
-- The same with the articles and stories that report the group, and when. groups.py, of claims and events
CREATE TABLE <kind>_groups (member VARCHAR, group_id VARCHAR, is_canonical BOOLEAN, article_count INTEGER,
    story_count INTEGER, first_reported DATE, last_reported DATE);

-- Stories, step 2: a shingle in the sketch of an article. story_pairs.py
CREATE TABLE sketched_shingles (id INTEGER, key UBIGINT);
-- The same without boilerplate, for `pair_by_keys`. story_pairs.py
CREATE TABLE distinctive_shingles (id INTEGER, key UBIGINT, is_seeking BOOLEAN);
-- The sketch of an article, with and without boilerplate; `size` counts the sampled shingles. story_pairs.py
CREATE TABLE shingle_sets (id INTEGER, distinctive UBIGINT[], everything UBIGINT[], size INTEGER);
-- How much of the shorter article the longer one contains, by their sketches, and the share of their common
-- shingles that is no boilerplate. story_pairs.py
CREATE TABLE estimated_pairs (a INTEGER, b INTEGER, containment DOUBLE, size INTEGER, distinctive DOUBLE);
-- The share of the shorter article's shingles that the longer one contains, their number, and all of the shorter
-- one's; exact if read from the texts without boilerplate. `own_passage` is the share of the shorter article, in
-- one passage, that the longer one lacks; 0 if it contains much of it. story_pairs.py
CREATE TABLE story_candidates (a INTEGER, b INTEGER, containment DOUBLE, common INTEGER, size INTEGER, is_exact BOOLEAN,
    own_passage DOUBLE);
-- The same of an article and the representative of its story. stories.py
CREATE TABLE version_pairs (a INTEGER, b INTEGER, containment DOUBLE, common INTEGER, size INTEGER, is_exact BOOLEAN,
    own_passage DOUBLE);
-- A pair that is read or changed next. stories.py
CREATE TABLE chosen_pairs (a INTEGER, b INTEGER);
-- The story of an article, and the share of the article that the representative contains. stories.py
CREATE TABLE versions (article_id VARCHAR, story_id VARCHAR, is_canonical BOOLEAN, similarity FLOAT);

-- Persons, step 1: the mention that the id of a document's person is made of. people/persons.py
CREATE TABLE first_mentions (local_id VARCHAR, mention_id VARCHAR, article_id VARCHAR);
-- Step 2: the words of a person's name as a key, their consonants, and the words of roles; the consonants of the
-- name if they are distinctive. people/persons.py
CREATE TABLE person_names (number INTEGER, key VARCHAR, word_count INTEGER, word_skeletons VARCHAR[],
    name_skeleton VARCHAR, role_words VARCHAR[]);
-- The article and story of a person. people/persons.py
CREATE TABLE person_places (number INTEGER, key VARCHAR, name_skeleton VARCHAR, article_id VARCHAR, story_id VARCHAR);
-- The names of the persons of an article, divided by the number of stories that name them. people/persons.py
CREATE TABLE article_persons (article_id VARCHAR, rare_companions VARCHAR[], companions VARCHAR[]);
-- The distinctive consonants of those names. people/persons.py
CREATE TABLE article_skeletons (article_id VARCHAR, skeletons VARCHAR[]);
-- A role word that few people share. people/persons.py
CREATE TABLE distinctive_words (word VARCHAR);
-- All that is compared of a person. people/persons.py
CREATE TABLE person_details (number INTEGER, key VARCHAR, word_count INTEGER, word_skeletons VARCHAR[],
    role_words VARCHAR[], name VARCHAR, article_id VARCHAR, story_id VARCHAR, companion_skeletons VARCHAR[],
    rare_companions VARCHAR[], companions VARCHAR[], gender VARCHAR, nationality VARCHAR, is_pseudonym BOOLEAN,
    born_first INTEGER, born_last INTEGER);
-- Step 3: a person, and the first of those of the same name with whom it was united. people/persons.py
CREATE TABLE namesakes (number INTEGER, root INTEGER);
-- What is known of united namesakes, by their root. people/spellings.py
CREATE TABLE name_records (id INTEGER, name VARCHAR, companions VARCHAR[], companion_skeletons VARCHAR[],
    genders VARCHAR[], born_first INTEGER, born_last INTEGER, is_pseudonym BOOLEAN);
-- An article that names united namesakes. people/spellings.py
CREATE TABLE name_articles (id INTEGER, article_id VARCHAR);
-- The consonants of a word of their name with a story or a role word, for `pair_by_keys`. people/spellings.py
CREATE TABLE name_keys (id INTEGER, key UBIGINT, is_seeking BOOLEAN);
-- Names with such a key in common. people/spellings.py
CREATE TABLE spelling_candidates (a INTEGER, b INTEGER, in_story BOOLEAN);
-- Scored pairs of them, before persons whom others contradict are kept apart. people/spellings.py
CREATE TABLE spelling_scored (a INTEGER, b INTEGER, is_same BOOLEAN, score FLOAT, reasons VARCHAR[], conflict VARCHAR);
-- Step 5: the natural person of a document's person. people/persons.py
CREATE TABLE person_links (local_id VARCHAR, person_id VARCHAR);
-- The natural persons of an event. people/persons.py
CREATE TABLE event_people (event_id VARCHAR, person_ids VARCHAR[]);

-- Claims, step 2: what is compared of a claim beside its words. claim_groups.py
CREATE TABLE claim_details (number INTEGER, speaker VARCHAR, person_id VARCHAR, stance VARCHAR, story_id VARCHAR,
    numbers VARCHAR);
-- The content words of a claim, whether its speaker is an unresolved pronoun, and which of the claims of its article
-- in the same words it is. claim_groups.py
CREATE TABLE claim_words (number INTEGER, tokens VARCHAR[], is_negated BOOLEAN, is_open BOOLEAN, lower_text VARCHAR,
    occurrence INTEGER);
-- Claims of which most words agree, or one of which contains the other. pairs.py
CREATE TABLE claim_candidates (a INTEGER, b INTEGER, similarity DOUBLE, containment DOUBLE);

-- Events, step 2: what is compared of an event beside its words. event_groups.py
CREATE TABLE event_details (number INTEGER, event_type VARCHAR, mode VARCHAR, status VARCHAR,
    date_start DATE, date_end DATE, count_min BIGINT, count_max BIGINT, place VARCHAR, actor VARCHAR, recipient VARCHAR,
    person_ids VARCHAR[], story_id VARCHAR, article_id VARCHAR, country VARCHAR);
-- The same of an event. event_groups.py
CREATE TABLE event_words (number INTEGER, tokens VARCHAR[], is_open BOOLEAN, lower_text VARCHAR, occurrence INTEGER);
-- Events of which most words agree, or one of which contains the other. pairs.py
CREATE TABLE event_candidates (a INTEGER, b INTEGER, similarity DOUBLE, containment DOUBLE);
-- The word stems of an event with a count. conflicts.py
CREATE TABLE event_stems (number INTEGER, block VARCHAR, tokens VARCHAR[]);
-- Where an event stands, in its own words, and when that was published. conflicts.py
CREATE TABLE event_places (number INTEGER, article_id VARCHAR, start INTEGER, published_start DATE, text VARCHAR);
-- Events with different counts and where they stand; not certain if only beside another pair. conflicts.py
CREATE TABLE count_conflicts (a INTEGER, b INTEGER, here VARCHAR, at_here INTEGER, there VARCHAR, at_there INTEGER,
    is_certain BOOLEAN);

-- A scored pair that is recorded as a conflict. conflicts.py
CREATE TABLE conflicting_pairs (kind VARCHAR, a INTEGER, b INTEGER, conflict VARCHAR);
-- A row of such a pair with its sentence, and what it states. conflicts.py
CREATE TABLE conflict_sides (kind VARCHAR, number INTEGER, id VARCHAR, article_id VARCHAR,
    first_char INTEGER, last_char INTEGER, sentence VARCHAR, words VARCHAR, stance VARCHAR,
    numbers VARCHAR, first_day DATE, last_day DATE);

-- A row of a kind, the id it has in `judgments`, and what represents its group. judgments.py
CREATE TABLE placed_rows (number INTEGER, id VARCHAR, shown_id VARCHAR, representative VARCHAR);

-- A row that a correction moved from one representative to another. corrections
CREATE TABLE regrouped (kind VARCHAR, member VARCHAR, was VARCHAR, now VARCHAR, author VARCHAR,
    reason VARCHAR, step INTEGER);
-- A row whose conflicts a correction settled. corrections
CREATE TABLE settled (row_id VARCHAR);
-- What a correction set of a person, as JSON. people/settings.py
CREATE TABLE person_settings (step INTEGER, local_id VARCHAR, changes VARCHAR);
