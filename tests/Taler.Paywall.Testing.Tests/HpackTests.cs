using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Tests;

/// <summary>Header blocks as RFC 7541 writes them, appendix C.</summary>
public sealed class HpackTests
{
    [Fact]
    public void Every_code_is_there_and_no_room_is_left_but_for_the_end()
    {
        var room = 0L;
        foreach (var length in HpackTables.CodeLengths)
            room += 1L << (30 - length);

        Assert.Equal(256, HpackTables.CodeLengths.Length);
        Assert.Equal((1L << 30) - 1, room);
    }

    [Theory]
    [InlineData("f1e3c2e5f23a6ba0ab90f4ff", "www.example.com")]
    [InlineData("a8eb10649cbf", "no-cache")]
    [InlineData("d07abe941054d444a8200595040b8166e082a62d1bff", "Mon, 21 Oct 2013 20:13:21 GMT")]
    [InlineData("9d29ad171863c78f0b97c8e9ae82ae43d3", "https://www.example.com")]
    [InlineData("6402", "302")]
    public void A_text_in_Huffman_code_is_read(string bytes, string expected) => Assert.Equal(expected, Huffman.Decode(Convert.FromHexString(bytes)));

    [Fact]
    public void A_block_with_indexed_and_literal_headers_is_read()
    {
        var headers = Hpack.Read(Convert.FromHexString("20" + "88" + "0f0d0130" + "5f10" + "746578742f68746d6c3b206f74686572"));

        Assert.Equal([new(":status", "200"), new("content-length", "0"), new("content-type", "text/html; other")], headers);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var block = new MemoryStream();
        Hpack.Write(block, ":path", "/\u00ff\0" + new string('x', 70_000));

        Assert.Equal("/\u00ff\0" + new string('x', 70_000), Assert.Single(Hpack.Read(block.ToArray())).Value);
    }

    [Theory]
    [InlineData("7f")]
    [InlineData("00")]
    [InlineData("be")]
    [InlineData("0005")]
    [InlineData("00ffffffffff")]
    public void A_block_that_is_none_is_refused(string bytes) => Assert.Throws<IOException>(() => Hpack.Read(Convert.FromHexString(bytes)));
}
