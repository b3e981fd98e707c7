"""Writes the characters that the picture of a campaign may hold: Latin, signs, punctuation, and the 6,763 hanzi of GB 2312."""
chars = {chr(c) for c in range(0x20, 0x7F)}
chars |= {chr(c) for c in range(0xA0, 0x180)}  # Latin-1 and Latin Extended-A
chars |= set("‐–—‘’“”„†‡•…‰′″€₩₹₽™←→≈≤≥×÷□")
for row in (*range(0xA1, 0xA4), *range(0xB0, 0xF8)):  # rows 1-3 (punctuation, numbers, full width) and 16-87 (hanzi)
    for cell in range(0xA1, 0xFF):
        try:
            chars.add(bytes([row, cell]).decode("gb2312"))
        except UnicodeDecodeError:
            pass
print("".join(sorted(chars)))
