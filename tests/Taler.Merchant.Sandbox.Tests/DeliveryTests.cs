using System.Net;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>Trouble on the way of an answer: more headers, other lengths, slow and cut bodies.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(429)]
    public async Task A_fault_adds_headers_to_the_real_answer_and_to_its_own(int? status)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Status = status, Header = ("Retry-After", "7") });

        var reply = await sandbox.GetAsync("config");

        Assert.Equal((HttpStatusCode)(status ?? 200), reply.Status);
        Assert.Equal("7", reply.Header("Retry-After"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task A_body_is_filled_up_with_spaces_and_stays_the_same_JSON(string? body)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var usual = await sandbox.GetAsync("config");
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Body = body, PadTo = 2_000_000 });

        var reply = await sandbox.GetAsync("config");

        Assert.Equal(2_000_000, reply.ContentHeaders.ContentLength);
        Assert.Equal(body ?? usual.Text, reply.Text.TrimEnd(' '));
        Assert.Equal(2_000_000, reply.Text.Length);
    }

    [Fact]
    public async Task A_body_that_is_long_enough_is_not_filled_up()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Body = "1234", PadTo = 3 });

        Assert.Equal("1234", (await sandbox.GetAsync("config")).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_trickles_after_its_headers(bool replaced)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Body = replaced ? "ab" : null, Trickle = TimeSpan.FromSeconds(3) });
        using var http = new HttpClient();

        using var response = await http.GetAsync(new Uri(sandbox.BaseUrl, "config"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var first = body.ReadByte();
        var second = body.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken).AsTask();
        await sandbox.Clock.SomebodyWaitsAsync();
        Assert.False(second.IsCompleted);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(3));
        await second;

        Assert.Equal(replaced ? 'a' : '{', first);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public async Task A_body_is_cut_where_it_was_asked_for_and_the_request_is_done(int length)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { CutAfter = length, PadTo = 2_000_000 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sandbox.TryCreateAsync("O1"));

        Assert.Equal("unpaid", (string?)(await sandbox.StatusAsync("O1")).Json["order_status"]);
    }

    [Fact]
    public async Task A_body_that_trickles_is_cut_after_the_bytes_that_came()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Body = "abc", CutAfter = 2, Trickle = TimeSpan.FromSeconds(1) });
        using var http = new HttpClient();

        using var response = await http.GetAsync(new Uri(sandbox.BaseUrl, "config"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var came = new byte[2];
        for (var i = 0; i < came.Length; i++)
        {
            await body.ReadExactlyAsync(came.AsMemory(i, 1), TestContext.Current.CancellationToken);
            await sandbox.Clock.SomebodyWaitsAsync();
            sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken).AsTask());
        Assert.Equal("ab"u8.ToArray(), came);
    }
}
