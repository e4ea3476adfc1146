"""`python -m onrecord` does what `build-dataset` does."""

from onrecord.cli.main import main

if __name__ == "__main__":
    main()
