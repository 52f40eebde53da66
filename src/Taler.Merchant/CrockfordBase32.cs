namespace Taler.Merchant;

/// <summary>The base32 of Douglas Crockford without padding, in which GNU Taler writes binary values.</summary>
public static class CrockfordBase32
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Encodes bytes: 16 become 26 characters, 32 become 52, 64 become 103.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var length = (bytes.Length * 8 + 4) / 5;
        Span<char> text = length <= 128 ? stackalloc char[length] : new char[length];
        var buffer = 0;
        var bits = 0;
        var written = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[written++] = Alphabet[(buffer >> bits) & 31];
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0)
            text[written] = Alphabet[(buffer << (5 - bits)) & 31];
        return new string(text);
    }
}
