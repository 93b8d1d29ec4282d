"""Adapters for AWS: desk in DynamoDB, rules and files in S3, queues in SQS, secrets in SSM, reader on Bedrock."""
