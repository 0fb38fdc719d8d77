"""S3's own answers for the proxy to give: status, reason, code."""

EXPIRED_TOKEN = (400, "Bad Request", "ExpiredToken")
UNKNOWN_KEY = (403, "Forbidden", "InvalidAccessKeyId")
REQUEST_TIMEOUT = (400, "Bad Request", "RequestTimeout")
CONFLICTING = (409, "Conflict", "ConditionalRequestConflict")
ARCHIVED = (403, "Forbidden", "InvalidObjectState")
TOO_MANY = (429, "Too Many Requests", "TooManyRequests")
BAD_GATEWAY = (502, "Bad Gateway", "BadGateway")
