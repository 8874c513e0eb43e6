"""Cases: objections, repairs and error reports, with number, clock, outcome and what follows."""
