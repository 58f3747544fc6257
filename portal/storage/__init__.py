"""Where customers' files lie: a folder beside the embedded database, or a bucket that speaks S3."""
