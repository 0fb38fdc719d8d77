noncurrent_days = { a = 7, b = 7 }
