# Trials leave old versions behind that nobody wants.
noncurrent_days = { a = 7, b = 7 }
