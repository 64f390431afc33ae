
A