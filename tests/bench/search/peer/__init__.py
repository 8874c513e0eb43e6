"""yente, the search of OpenSanctions, beside our own: fetched, filled with the same enterprises, asked the same.

yente is made for screening: names of the world's sanctioned people and companies, in many scripts,
looked up whole, with a matcher for structured data. It is not made for Chinese typed in part.
"""
