using System.Text;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Tests;

/// <summary>Where an answer of HTTP/1.1 ends, and what is kept of one that does not.</summary>
public sealed class Http1ReaderTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbread", 200, "bread", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbr\r\n3;x=y\r\nead\r\n0\r\nX-End: 1\r\n\r\n", 200, "bread", true)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 402 Payment Required\r\nContent-Length: 0\r\n\r\n", 402, "", true)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, "", true)]
    [InlineData("HTTP/1.1 204\r\n\r\n", 204, "", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nbread", 200, "bread", false)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nbread", 200, "bread", false)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\nbread", 101, "bread", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nbread", 200, "bread", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nbread", 200, "bread", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nbread", 200, "bread", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nbread", 200, "bread", false)]
    [InlineData("bread", 0, "", false)]
    [InlineData("bread\r\n", 0, "bread", false)]
    [InlineData("", 0, "", false)]
    public async Task An_answer_is_read_to_its_end_and_no_further(string bytes, int status, string body, bool isComplete)
    {
        var reader = await ReadAsync(bytes);

        Assert.Equal((status, body, isComplete), (reader.Answer.Status, reader.Answer.Body, reader.IsComplete));
    }

    [Fact]
    public async Task A_head_has_no_body()
    {
        var reader = await ReadAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", hasBody: false);

        Assert.True(reader.IsComplete);
        Assert.Equal(5, reader.Answer.ContentLength);
    }

    [Fact]
    public async Task Of_two_answers_the_last_counts_with_the_bodies_of_both()
    {
        var reader = await ReadAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbreadHTTP/1.1 402 No\r\nContent-Length: 3\r\n\r\npay", count: 2);

        Assert.Equal((402, "breadpay"), (reader.Answer.Status, reader.Answer.Body));
        Assert.Equal("No", reader.Answer[":reason"]);
    }

    private static async Task<Http1Reader> ReadAsync(string bytes, bool hasBody = true, int count = 1)
    {
        var reader = new Http1Reader(new MemoryStream(Encoding.Latin1.GetBytes(bytes)));
        await reader.ReadAsync(hasBody, count, TestContext.Current.CancellationToken);
        return reader;
    }
}
