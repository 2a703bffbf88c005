"""Texts: files, folders, archives and columns of them as ids of characters, words, bytes or sub-words.

A text without labels is learnt token by token: consecutive windows of its ids, and for each step the token that comes
next. Texts with labels are learnt one by one: the ids of each, filled up with 0 behind its end.

The **vocabulary** is fitted on the training part alone and saved in the model. Id 0 is padding, id 1 stands for
whatever training did not know; no token of a text has these ids. What is unknown, cut or left out is counted and told.
"""
