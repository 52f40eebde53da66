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

    /// <summary>The body without its content coding.</summary>
    public string Body => field ??= Decoded();

    /// <summary>The first value of a header, or null.</summary>
    public string? this[string name] => Headers.Where(header => header.Name == name).Select(header => header.Value).FirstOrDefault();

    public long? ContentLength => long.TryParse(this["content-length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    public bool IsSuccess => Status is >= 200 and < 300;

    private string Decoded()
    {
        Func<Stream, Stream>? decoder = this["content-encoding"]?.ToUpperInvariant() switch
        {
            "GZIP" => body => new GZipStream(body, CompressionMode.Decompress),
            "BR" => body => new BrotliStream(body, CompressionMode.Decompress),
            "DEFLATE" => body => new ZLibStream(body, CompressionMode.Decompress),
            _ => null,
        };
        if (decoder is null)
            return RawBody;
        var plain = new MemoryStream();
        try
        {
            using var stream = decoder(new MemoryStream(Encoding.Latin1.GetBytes(RawBody)));
            stream.CopyTo(plain);
        }
        catch (InvalidDataException)
        {
            // A part of a compressed body: what came out so far is all that anybody can read of it.
        }
        return RawBody + Encoding.Latin1.GetString(plain.GetBuffer(), 0, (int)plain.Length);
    }
}
