"""Files in folders and archives, whatever they hold: found, told apart by their endings, labelled by their folders.

It imports nothing itself: the processes that decode files need little of what stands beside them.
"""
