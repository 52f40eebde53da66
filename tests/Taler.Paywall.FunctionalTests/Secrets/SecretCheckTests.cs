using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Taler.Paywall.FunctionalTests.Clients;

namespace Taler.Paywall.FunctionalTests.Secrets;

/// <summary>
/// The check that every test of this project runs under: a secret planted in any channel is found, whatever kind it is of. The planted ones belong to
/// one shop alone, so that shops that run beside it see nothing of theirs.
/// </summary>
public sealed class SecretCheckTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Essay = "/essays/maps";
    private const string ChannelHeader = "Plant-In";
    private const string SecretHeader = "Plant-What";

    public static TheoryData<string, string> Channels => [.. Leaks.All.Select(leak => new TheoryDataRow<string, string>(leak.Key, leak.Value.Found))];

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task A_secret_is_found_in_every_channel(string channel, string found)
    {
        var shop = await OpenAsync();
        var (cookie, _) = await SecretsOfAVisitAsync(shop);

        await PlantAsync(shop, channel, cookie);

        Assert.StartsWith($"The {found} tells a secret (cookie)", await VerdictAsync(shop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ID_is_known_by_the_cookie_alone()
    {
        var shop = await OpenAsync();
        var (_, session) = await SecretsOfAVisitAsync(shop);

        await PlantAsync(shop, "body by its writer", session);

        Assert.StartsWith("The body tells a secret (session-ID)", await VerdictAsync(shop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_in_a_header_is_known()
    {
        var shop = await OpenAsync();
        using var agent = new Agent(shop, sandbox.Control);
        using var unpaid = await agent.AskAsync(Essay, (Agent.Session, "new"));

        await PlantAsync(shop, "activity tag", Agent.SessionOf(unpaid).Value);

        Assert.StartsWith("The trace tells a secret (session header)", await VerdictAsync(shop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idempotency_key_is_known()
    {
        var shop = await OpenAsync();
        using var agent = new Agent(shop, sandbox.Control);
        var key = Agent.NewKey();
        using var unpaid = await agent.AskAsync(Essay, (Agent.Key, key));

        await PlantAsync(shop, "tag of a measurement", key);

        Assert.StartsWith("The metric tells a secret (idempotency key)", await VerdictAsync(shop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_ID_that_a_key_stands_for_is_known()
    {
        var shop = await OpenAsync();
        using var agent = new Agent(shop, sandbox.Control);
        using var unpaid = await agent.AskAsync(Essay, (Agent.Key, Agent.NewKey()));
        var payUri = Merchant.TalerPayUri.Parse((await Problem.ReadAsync(unpaid)).TalerPayUri!);

        await PlantAsync(shop, "header", payUri.SessionId!.Value);

        Assert.StartsWith("The header tells a secret (session-ID)", await VerdictAsync(shop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_access_token_is_known()
    {
        var shop = await OpenAsync();

        await PlantAsync(shop, "log value", SandboxFixture.AccessToken);

        Assert.StartsWith("The log tells a secret (setting TalerPaywall:Merchant:AccessToken", await VerdictAsync(shop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_and_the_token_fetched_with_it_are_known()
    {
        await using var backend = await SandboxFixture.StartAsync("--Sandbox:Password", "p4ssword-of-one-test");
        var settings = Shop.Settings(backend.BaseUrl);
        settings["TalerPaywall:Merchant:AccessToken"] = null;
        settings["TalerPaywall:Merchant:Password"] = "p4ssword-of-one-test";
        await using var shop = await Shop.OpenAsync(settings);
        using var visitor = new Visitor(shop, backend.Control);

        await visitor.ExpectAsync(HttpStatusCode.Found, Essay);

        Assert.Contains("setting TalerPaywall:Merchant:Password", shop.SecretKinds);
        Assert.Contains("credentials", shop.SecretKinds);
    }

    [Fact]
    public async Task A_refused_start_is_held_to_it()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:Merchant:AccessToken"] = "secret-token:k3y-of-one-test";

        var verdict = await Record.ExceptionAsync(() => Shop.OpenAsync(
            settings, configure: _ => throw new InvalidOperationException("Cannot start with k3y-of-one-test")));

        Assert.StartsWith("The refused start tells a secret", verdict!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_wallet_must_have_is_no_finding()
    {
        await using var shop = await OpenAsync();
        using var agent = new Agent(shop, sandbox.Control);
        using var unpaid = await agent.AskAsync(Essay, (Agent.Session, "new"));

        var problem = await Problem.ReadAsync(unpaid);

        var session = Merchant.TalerPayUri.Parse(problem.TalerPayUri!).SessionId!.Value;
        Assert.Contains(session, problem.OrderStatusUrl, StringComparison.Ordinal);
    }

    private Task<Shop> OpenAsync() => Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
    {
        app.UseTalerPaywall();
        app.MapGet("/essays/{slug}", () => Shop.Paid);
        app.MapGet("/plant", context => Leaks.All[context.Request.Headers[ChannelHeader].ToString()].LeakAsync(
            context, context.Request.Headers[SecretHeader].ToString()));
    });

    private static async Task<string> VerdictAsync(Shop shop) => (await Record.ExceptionAsync(() => shop.DisposeAsync().AsTask()))?.Message ?? "Nothing found.";

    private static async Task<(string Cookie, string Session)> SecretsOfAVisitAsync(Shop shop)
    {
        using var browser = new Browser(shop.BaseAddress);
        using var response = await browser.OpenAsync(Essay);
        return (browser.PaywallCookie!, AddressSecrets.InQuery(response.Headers.Location, "session_id")!);
    }

    private static async Task PlantAsync(Shop shop, string channel, string secret)
    {
        shop.AllowLog(line => line.Level is LogLevel.Error);
        using var agent = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = shop.BaseAddress };
        agent.DefaultRequestHeaders.Add(ChannelHeader, channel);
        agent.DefaultRequestHeaders.Add(SecretHeader, secret);
        using var response = await agent.GetAsync("/plant");
    }
}
