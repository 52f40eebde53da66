using System.Globalization;
using System.IO.Compression;
using System.Text;
using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Wire;

/// <summary>What came back. Every character of its texts is one byte.</summary>
/// <param name="Status">The status code; 0: the server closed the connection or the stream without an answer.</param>
/// <param name="Headers">The headers, with names in lower case.</param>
/// <param name="RawBody">The body as it came, without chunks.</param>
internal sealed record Answer(int Status, IReadOnlyList<Header> Headers, string RawBody)
{
    public static readonly Answer None = new(0, [], "");

    /// <summary>Whether the time was up or the body too long before it ended.</summary>
    public bool IsCut { get; init; }

    /// <summary>The request target that was asked for.</summary>
    public string Asked { get; init; } = "";

    /// <summary>The body as it came, and after it what is packed in it.</summary>
    public string Body => field ??= Decoded();

    /// <summary>The first value of a header, or null.</summary>
    public string? this[string name] => Headers.Where(header => header.Name == name).Select(header => header.Value).FirstOrDefault();

    public long? ContentLength => long.TryParse(this["content-length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What stands in the answer, and what comes out where it is packed: by its content coding, by its first bytes, by the ending that was asked for.</summary>
    private string Decoded()
    {
        var sent = Encoding.Latin1.GetBytes(RawBody);
        var plain = this["content-encoding"]?.ToUpperInvariant() switch
        {
            "GZIP" => Unpacked(new GZipStream(new MemoryStream(sent), CompressionMode.Decompress)),
            "BR" => Unpacked(new BrotliStream(new MemoryStream(sent), CompressionMode.Decompress)),
            "DEFLATE" => Unpacked(new ZLibStream(new MemoryStream(sent), CompressionMode.Decompress)),
            _ => [],
        };
        return RawBody + Encoding.Latin1.GetString(plain) + Encoding.Latin1.GetString(OfCopy(plain.Length > 0 ? plain : sent));
    }

    /// <summary>A file server gives a copy that lies packed beside a file without saying that it is one.</summary>
    private byte[] OfCopy(byte[] body)
    {
        if (body is [0x1f, 0x8b, ..])
            return Unpacked(new GZipStream(new MemoryStream(body), CompressionMode.Decompress));
        return IsSuccess && Asked.Split('?')[0].EndsWith(".br", StringComparison.OrdinalIgnoreCase)
            ? Unpacked(new BrotliStream(new MemoryStream(body), CompressionMode.Decompress))
            : [];
    }

    /// <summary>Of a part, or of bytes that are not what they should be, what came out so far is all that anybody can read.</summary>
    private static byte[] Unpacked(Stream packed)
    {
        using var stream = packed;
        var plain = new MemoryStream();
        var part = new byte[16 << 10];
        try
        {
            while (plain.Length < Limits.BodyBytes && stream.Read(part) is > 0 and var count)
                plain.Write(part, 0, count);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            return plain.ToArray();
        }
        return plain.ToArray();
    }
}
