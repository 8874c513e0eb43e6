"""Reading sheets: CSV and workbooks in a confined child, header matching, refused rows."""
