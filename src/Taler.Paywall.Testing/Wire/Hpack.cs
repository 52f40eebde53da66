using System.Text;
using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Wire;

/// <summary>
/// Header blocks of HTTP/2 (RFC 7541) without a dynamic table: requests say every header in full, and the server is told to keep no table.
/// </summary>
internal static class Hpack
{
    public static void Write(MemoryStream block, string name, string value)
    {
        block.WriteByte(0); // A literal that is not indexed, with its name in full.
        WriteText(block, name);
        WriteText(block, value);
    }

    /// <exception cref="IOException">The block is not one.</exception>
    public static List<Header> Read(ReadOnlySpan<byte> block)
    {
        var headers = new List<Header>();
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0x80) != 0)
                headers.Add(Entry(ReadNumber(ref block, 7)));
            else if ((first & 0xE0) == 0x20)
                ReadNumber(ref block, 5); // The size of a table that stays empty.
            else
                headers.Add(ReadLiteral(ref block, (first & 0x40) != 0 ? 6 : 4));
        }
        return headers;
    }

    private static Header ReadLiteral(ref ReadOnlySpan<byte> block, int prefix)
    {
        var index = ReadNumber(ref block, prefix);
        var name = index == 0 ? ReadText(ref block) : Entry(index).Name;
        return new Header(name, ReadText(ref block));
    }

    private static Header Entry(int index) => index > 0 && index <= HpackTables.Static.Length
        ? HpackTables.Static[index - 1]
        : throw new IOException($"The server names header {index}, which it was not allowed to keep.");

    private static string ReadText(ref ReadOnlySpan<byte> block)
    {
        var isHuffman = !block.IsEmpty && (block[0] & 0x80) != 0;
        var length = ReadNumber(ref block, 7);
        if (length > block.Length)
            throw new IOException("A header of the server ends too early.");
        var bytes = block[..length];
        block = block[length..];
        return isHuffman ? Huffman.Decode(bytes) : Encoding.Latin1.GetString(bytes);
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> block, int prefix)
    {
        if (block.IsEmpty)
            throw new IOException("A header of the server ends too early.");
        var limit = (1 << prefix) - 1;
        var number = block[0] & limit;
        block = block[1..];
        if (number < limit)
            return number;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            if (block.IsEmpty)
                break;
            var part = block[0];
            block = block[1..];
            number += (part & 0x7F) << shift;
            if ((part & 0x80) == 0)
                return number;
        }
        throw new IOException("A number in a header of the server is too long.");
    }

    private static void WriteText(MemoryStream block, string text)
    {
        var rest = text.Length;
        if (rest < 127)
        {
            block.WriteByte((byte)rest);
        }
        else
        {
            block.WriteByte(127);
            for (rest -= 127; rest >= 128; rest >>= 7)
                block.WriteByte((byte)(rest & 0x7F | 0x80));
            block.WriteByte((byte)rest);
        }
        block.Write(Encoding.Latin1.GetBytes(text));
    }
}
