using System.Text;

namespace Taler.Paywall.Testing.Wire;

/// <summary>The code in which HTTP/2 shortens texts.</summary>
internal static class Huffman
{
    private const int LongestCode = 30;

    private static readonly Dictionary<(int Length, uint Code), char> Codes = Canonical();

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (length, code) = (0, 0u);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            code = code << 1 | (uint)(bytes[bit / 8] >> (7 - bit % 8) & 1);
            length++;
            if (Codes.TryGetValue((length, code), out var c))
            {
                text.Append(c);
                (length, code) = (0, 0);
            }
            else if (length > LongestCode)
            {
                throw new IOException("A header of the server is not in the code of RFC 7541.");
            }
        }
        return text.ToString();
    }

    /// <summary>Codes of one length follow each other in the order of their bytes; a longer one begins where the shorter ones end.</summary>
    private static Dictionary<(int Length, uint Code), char> Canonical()
    {
        var codes = new Dictionary<(int, uint), char>();
        var code = 0u;
        for (var length = 1; length <= LongestCode; length++)
        {
            for (var c = 0; c < HpackTables.CodeLengths.Length; c++)
            {
                if (HpackTables.CodeLengths[c] == length)
                    codes.Add((length, code++), (char)c);
            }
            code <<= 1;
        }
        return codes;
    }
}
