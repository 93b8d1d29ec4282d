"""What people run on this repository; nothing in here is ever deployed."""
