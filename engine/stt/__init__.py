"""Speech to text: a Protocol, Whisper for English, and a recogniser of the shop's own phrases for hi, mr and bn."""
