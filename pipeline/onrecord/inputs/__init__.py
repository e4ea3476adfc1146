"""From files to text: what was received, decoded without loss, or a reason why not."""
