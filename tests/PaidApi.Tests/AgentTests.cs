using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Taler.TestKit;

namespace PaidApi.Tests;

/// <summary>The agent of the sample, as it is, in bash and with curl.</summary>
[Collection(ApiGroup.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class AgentTests(ApiFixture fixture) : IAsyncLifetime
{
    private readonly Agent _agent = new(fixture);

    public async ValueTask InitializeAsync() => await fixture.Sandbox.ClearRequestsAsync();

    public async ValueTask DisposeAsync() => await fixture.Sandbox.ClearFaultsAsync();

    [Fact]
    public async Task It_buys_and_prints_the_answer_alone()
    {
        var result = await RunAsync("saltmouth");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("Saltmouth", (string?)JsonNode.Parse(result.Output)!["harbour"]);
        Assert.Equal("KUDOS:0.1", (string?)JsonNode.Parse(result.Output)!["paid"]);
        Assert.EndsWith("/api/tides/saltmouth costs KUDOS:0.1. I pay.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, await fixture.PaymentsAsync());
    }

    [Fact]
    public async Task Run_again_with_its_key_it_pays_nothing_again()
    {
        var first = await RunAsync("saltmouth");

        var second = await RunAsync("saltmouth");

        Assert.Equal(first.Output, second.Output);
        Assert.Equal("", second.Error);
        Assert.Equal(1, await fixture.PaymentsAsync());
    }

    [Fact]
    public async Task Without_KEY_FILE_the_key_is_kept_beside_it_for_this_origin_and_for_its_owner_only()
    {
        var result = await RunAsync("saltmouth", "KEY_FILE=");

        var file = Path.Combine(fixture.Folder.FullName, $"agent-http-{fixture.Api.Address.Authority}.key");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches("^Idempotency-Key: [0-9a-f]{32}\n$", await File.ReadAllTextAsync(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Another_key_is_another_purchase()
    {
        await RunAsync("saltmouth");

        var other = await RunAsync("saltmouth", "WALLET=other", "KEY_FILE=" + Guid.NewGuid().ToString("N"));

        Assert.Equal(0, other.ExitCode);
        Assert.Equal(2, await fixture.PaymentsAsync());
    }

    [Theory]
    [InlineData("kelpness", "KUDOS:0.19", "costs KUDOS:0.2, and I pay KUDOS:0.19 at most.")]
    [InlineData("kelpness", "KUDOS:0.09999999", "costs KUDOS:0.2, and I pay KUDOS:0.09999999 at most.")]
    [InlineData("kelpness", "EUR:5", "costs KUDOS:0.2, and I pay EUR:5 at most.")]
    [InlineData("kelpness", "0.5", "0.5 is no amount.")]
    [InlineData("kelpness", "KUDOS:1e9", "KUDOS:1e9 is no amount.")]
    public async Task A_price_above_its_limit_is_not_paid(string harbour, string limit, string reason)
    {
        var result = await RunAsync(harbour, "MAX_PRICE=" + limit);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal(0, await fixture.PaymentsAsync());
    }

    [Theory]
    [InlineData("KUDOS:0.20")]
    [InlineData("KUDOS:0.20000000")]
    [InlineData("KUDOS:08")]
    [InlineData("KUDOS:4503599627370496")]
    public async Task A_price_within_its_limit_is_paid(string limit) =>
        Assert.Equal(0, (await RunAsync("kelpness", "WALLET=" + Guid.NewGuid().ToString("N"), "MAX_PRICE=" + limit)).ExitCode);

    [Fact]
    public async Task A_limit_that_was_too_low_can_be_raised()
    {
        for (var tries = 0; tries < 3; tries++)
            Assert.Equal(1, (await RunAsync("kelpness", "MAX_PRICE=KUDOS:0.1")).ExitCode);

        var bought = await RunAsync("kelpness");
        var again = await RunAsync("kelpness");

        Assert.Equal(0, bought.ExitCode);
        Assert.Equal(bought.Output, again.Output);
        Assert.Equal(1, await fixture.PaymentsAsync());
    }

    [Fact]
    public async Task In_an_outage_it_waits_as_long_as_it_is_asked_to_and_then_buys()
    {
        await fixture.Sandbox.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 500, Times = 1000 });

        var result = await RunAsync("saltmouth", _agent.WithSleep($"curl --silent --request DELETE {new Uri(fixture.Instance, "/sandbox/faults")}"));

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("/api/tides/saltmouth answers 503, so I ask again in 10 s.", result.Error, StringComparison.Ordinal);
        Assert.Equal("10\n", await _agent.SleptAsync());
        Assert.Equal(1, await fixture.PaymentsAsync());
    }

    [Fact]
    public async Task An_outage_that_lasts_ends_its_patience()
    {
        await fixture.Sandbox.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 500, Times = 1000 });

        var result = await RunAsync("saltmouth", "MAX_WAIT=30", _agent.WithSleep("true"));

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("asks for 10 s of patience, which is too long.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal("10\n10\n", await _agent.SleptAsync());
    }

    [Fact]
    public async Task A_wallet_that_cannot_pay_is_told_of()
    {
        await fixture.Sandbox.SetFaultAsync(new SandboxFault("POST orders/*/pay") { Status = 402, Times = 1000 });

        var result = await RunAsync("grauhaven");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("agent: The wallet did not pay.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_told_of()
    {
        var result = await RunAsync("atlantis");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/api/tides/atlantis answers 404", result.Error, StringComparison.Ordinal);
    }

    private Task<ShellResult> RunAsync(string harbour, params string[] settings) =>
        _agent.RunAsync(new Uri(fixture.Api.Address, "/api/tides/" + harbour), settings);
}
