using System.IO.Compression;
using System.Text;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Tests;

/// <summary>What can be read in an answer, however it is packed.</summary>
public sealed class AnswerTests
{
    private const string Content = "The dough rests for a night in a cold kitchen.";

    [Theory]
    [InlineData("gzip", "/a", false)]
    [InlineData("br", "/a", false)]
    [InlineData("deflate", "/a", false)]
    [InlineData("br", "/a.gz", true)]
    [InlineData("gzip", "/a.gz", true)]
    [InlineData(null, "/a.gz", true)]
    [InlineData(null, "/any-name", true)]
    public void A_body_is_unpacked_by_its_coding_and_by_its_first_bytes(string? coding, string asked, bool isCopy)
    {
        var copy = Encoding.UTF8.GetBytes(Content);
        if (isCopy)
            copy = Packed("gzip", copy);

        Assert.Contains(Content, Of(coding is null ? copy : Packed(coding, copy), coding, asked).Body);
    }

    [Theory]
    [InlineData("/a.br", true)]
    [InlineData("/a.BR?x=1", true)]
    [InlineData("/a", false)]
    public void Brotli_has_no_first_bytes_and_is_known_by_the_ending(string asked, bool isUnpacked) =>
        Assert.Equal(isUnpacked, Of(Packed("br", Encoding.UTF8.GetBytes(Content)), coding: null, asked).Body.Contains(Content));

    [Theory]
    [InlineData("gzip", "/a")]
    [InlineData("br", "/a")]
    [InlineData("deflate", "/a")]
    [InlineData(null, "/a.br")]
    public void What_is_not_packed_as_it_says_is_read_as_it_came(string? coding, string asked) =>
        Assert.StartsWith("\u00ff\u00fe" + Content, Of([0xff, 0xfe, .. Encoding.UTF8.GetBytes(Content)], coding, asked).Body);

    [Fact]
    public void Of_a_part_of_a_packed_body_what_comes_out_is_read()
    {
        var whole = Packed("gzip", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(n => $"{Content} {n} "))));

        Assert.Contains(Content, Of(whole[..(whole.Length / 2)], coding: null, "/a.gz").Body);
    }

    [Fact]
    public void A_small_body_does_not_unpack_without_end()
    {
        var bomb = Packed("gzip", new byte[8 * Limits.BodyBytes]);

        Assert.InRange(Of(bomb, coding: null, "/a").Body.Length, Limits.BodyBytes, 2 * Limits.BodyBytes);
    }

    private static Answer Of(byte[] body, string? coding, string asked) =>
        new(200, coding is null ? [] : [new Header("content-encoding", coding)], Encoding.Latin1.GetString(body)) { Asked = asked };

    private static byte[] Packed(string coding, byte[] bytes)
    {
        var packed = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "br" => new BrotliStream(packed, CompressionLevel.Optimal),
            _ => new ZLibStream(packed, CompressionLevel.Optimal),
        })
            stream.Write(bytes);
        return packed.ToArray();
    }
}
