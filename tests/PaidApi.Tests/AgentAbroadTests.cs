using System.Runtime.Versioning;
using Microsoft.AspNetCore.Http;

namespace PaidApi.Tests;

/// <summary>The agent of the sample at shops that mean no good, or stumble.</summary>
[Collection(ApiGroup.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class AgentAbroadTests(ApiFixture fixture) : IAsyncLifetime
{
    private readonly Agent _agent = new(fixture);

    public async ValueTask InitializeAsync() => await fixture.Sandbox.ClearRequestsAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("KUDOS:100")]
    [InlineData("KUDOS:0.50000001")]
    public async Task A_shop_that_says_less_than_the_contract_is_not_paid(string amount)
    {
        await using var shop = await ForeignShop.SellAsync(fixture.Instance, amount);

        var result = await _agent.RunAsync(shop.Address);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.EndsWith($"costs {amount}, and I pay KUDOS:0.5 at most.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, await fixture.PaymentsAsync());
    }

    [Theory]
    [InlineData("http://another.example")]
    [InlineData("SHOP@another.example")]
    [InlineData("taler://fulfillment-success")]
    public async Task A_contract_that_leads_to_another_site_is_not_paid(string site)
    {
        await using var shop = await ForeignShop.SellAsync(fixture.Instance, "KUDOS:0.1", site);

        var result = await _agent.RunAsync(shop.Address);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.EndsWith("/tides, which is elsewhere, so I do not pay.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, await fixture.PaymentsAsync());
    }

    [Fact]
    public async Task A_contract_that_keeps_what_the_shop_says_is_paid()
    {
        await using var shop = await ForeignShop.SellAsync(fixture.Instance, "KUDOS:0.1");

        var result = await _agent.RunAsync(shop.Address);

        Assert.Contains("costs KUDOS:0.1. I pay.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, await fixture.PaymentsAsync());
    }

    [Theory]
    [InlineData("08", "8")]
    [InlineData("2", "2")]
    [InlineData("0", "10")]
    [InlineData("-1", "10")]
    [InlineData("Wed, 21 Oct 2026 07:28:00 GMT", "10")]
    [InlineData("a[$(touch slept)]", "10")]
    public async Task It_comes_again_after_a_pause_whatever_the_shop_says(string retryAfter, string pause)
    {
        var asked = 0;
        await using var shop = await ForeignShop.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            context.Response.StatusCode = asked++ == 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return context.Response.WriteAsync("tides");
        });

        var result = await _agent.RunAsync(shop.Address, _agent.WithSleep("true"));

        Assert.Equal((0, "tides"), (result.ExitCode, result.Output));
        Assert.Equal(pause + "\n", await _agent.SleptAsync());
    }

    [Fact]
    public async Task What_a_shop_says_does_not_command_the_terminal()
    {
        await using var shop = await ForeignShop.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return context.Response.WriteAsync("\u001b]0;title\u0007\u001b[2J\r\n\u0000\u009bgone");
        });

        var result = await _agent.RunAsync(shop.Address);

        Assert.Equal($"agent: {shop.Address} answers 500: ]0;title[2Jgone\n", result.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_without_end_is_not_taken_for_one(bool saysItsLength)
    {
        const int Length = 11_000_000;
        await using var shop = await ForeignShop.StartAsync(async context =>
        {
            context.Response.ContentLength = saysItsLength ? Length : null;
            var part = new byte[Length / 11];
            for (var sent = 0; sent < Length; sent += part.Length)
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
        });

        var result = await _agent.RunAsync(shop.Address);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.EndsWith("gives no whole answer.\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite)]
    public async Task A_key_that_others_may_have_read_or_written_is_not_used(UnixFileMode mode)
    {
        await File.WriteAllTextAsync(_agent.KeyFile, "Idempotency-Key: 0123456789abcdef0123456789abcdef\n");
        File.SetUnixFileMode(_agent.KeyFile, mode);

        var result = await _agent.RunAsync(fixture.Api.Address);

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("is not a file that is yours and that only you may read and write.\n", result.Error, StringComparison.Ordinal);
    }
}
