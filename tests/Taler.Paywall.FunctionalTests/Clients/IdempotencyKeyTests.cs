using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Clients;

/// <summary>A key stands for a session: the same order for every repetition, and the content after the payment.</summary>
public sealed class IdempotencyKeyTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Essay = "/essays/maps";

    private readonly SandboxControl _sandbox = fixture.Control;
    private readonly (string Name, string Value) _key = (Agent.Key, Agent.NewKey());
    private Shop _shop = null!;
    private Agent _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(Shop.Settings(fixture.BaseUrl));
        _agent = new Agent(_shop, _sandbox);
        await _sandbox.ClearRequestsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _agent.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Every_repetition_meets_the_same_order_on_every_node()
    {
        await using var otherNode = await Shop.OpenAsync(SameSite(), keys: new EphemeralDataProtectionProvider());
        await using var thisNode = await Shop.OpenAsync(SameSite());
        using var here = new Agent(thisNode, _sandbox);
        using var there = new Agent(otherNode, _sandbox);

        using var first = await here.AskAsync(Essay, _key);
        using var second = await here.AskAsync(Essay, _key);
        using var third = await there.AskAsync(Essay, _key);

        var uri = (await Problem.ReadAsync(first)).TalerPayUri;
        Assert.NotNull(uri);
        Assert.Equal(uri, (await Problem.ReadAsync(second)).TalerPayUri);
        Assert.Equal(uri, (await Problem.ReadAsync(third)).TalerPayUri);
    }

    [Fact]
    public async Task After_the_payment_the_key_alone_opens_the_content_and_the_cache_answers_soon()
    {
        using var unpaid = await _agent.AskAsync(Essay, _key);
        await _agent.PayAsync(unpaid);
        using var paid = await _agent.AskAsync(Essay, _key);
        await _sandbox.ClearRequestsAsync();

        using var again = await _agent.AskAsync(Essay, _key);
        using var byHead = await _agent.SendAsync(HttpMethod.Head, Essay, _key);

        Assert.StartsWith(Shop.Paid, await paid.Content.ReadAsStringAsync());
        Assert.StartsWith(Shop.Paid, await again.Content.ReadAsStringAsync());
        Assert.NotEqual(HttpStatusCode.PaymentRequired, byHead.StatusCode);
        Assert.Equal("", await fixture.CallsAsync());
    }

    [Fact]
    public async Task Every_answer_brings_the_session_that_the_key_stands_for()
    {
        using var unpaid = await _agent.AskAsync(Essay, _key);
        await _agent.PayAsync(unpaid);
        using var paid = await _agent.AskAsync(Essay, _key);
        using var cached = await _agent.AskAsync(Essay, _key);

        foreach (var answer in new[] { unpaid, paid, cached })
        {
            using var bySession = await _agent.AskAsync(Essay, Agent.SessionOf(answer));
            Assert.Equal(HttpStatusCode.OK, bySession.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task A_post_buys_with_a_key_too_and_is_served_with_it()
    {
        using var unpaid = await _agent.SendAsync(HttpMethod.Post, Essay + "/notes", _key);
        await _agent.PayAsync(unpaid);

        using var paid = await _agent.SendAsync(HttpMethod.Post, Essay + "/notes", _key);

        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
    }

    [Fact]
    public async Task One_key_has_an_order_for_each_thing_and_another_key_opens_none_of_them()
    {
        using var maps = await _agent.AskAsync(Essay, _key);
        using var rain = await _agent.AskAsync("/essays/rain", _key);
        await _agent.PayAsync(maps);

        using var other = await _agent.AskAsync(Essay, (Agent.Key, Agent.NewKey()));
        using var rainAgain = await _agent.AskAsync("/essays/rain", _key);
        using var mapsAgain = await _agent.AskAsync(Essay, _key);

        Assert.Equal(HttpStatusCode.PaymentRequired, other.StatusCode);
        Assert.Equal(rain.Headers.GetValues("Taler"), rainAgain.Headers.GetValues("Taler"));
        Assert.Equal(HttpStatusCode.OK, mapsAgain.StatusCode);
    }

    [Fact]
    public async Task Quotes_around_the_key_change_nothing()
    {
        using var plain = await _agent.AskAsync(Essay, _key);
        using var quoted = await _agent.AskAsync(Essay, (Agent.Key, $"\"{_key.Value}\""));

        Assert.Equal(plain.Headers.GetValues("Taler"), quoted.Headers.GetValues("Taler"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("HEAD")]
    public async Task A_short_key_is_refused_with_what_to_send_and_no_order(string method)
    {
        using var response = await _agent.SendAsync(new HttpMethod(method), Essay, (Agent.Key, "too-short-to-be-secret"[..21]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        if (method is not "HEAD")
        {
            var problem = await Problem.ReadAsync(response);
            Assert.EndsWith("#idempotency-key", problem.Type, StringComparison.Ordinal);
            Assert.Contains("22 to 255", problem.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("too-short", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal("", await fixture.CallsAsync());
    }

    [Fact]
    public async Task Where_a_session_comes_in_a_header_the_key_is_not_even_looked_at()
    {
        using var response = await _agent.AskAsync(Essay, (Agent.Session, "new"), (Agent.Key, "short"));

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
    }

    [Fact]
    public async Task A_head_with_a_key_makes_no_order()
    {
        using var response = await _agent.SendAsync(HttpMethod.Head, Essay, _key);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("GET", await fixture.CallsAsync());
    }

    [Fact]
    public async Task A_key_buys_without_a_click()
    {
        var settings = Shop.Settings(fixture.BaseUrl);
        settings["TalerPaywall:OrderCreation"] = "OnClick";
        await using var shop = await Shop.OpenAsync(settings);
        using var agent = new Agent(shop, _sandbox);
        using var unpaid = await agent.AskAsync(Essay, _key);
        await agent.PayAsync(unpaid);

        using var paid = await agent.AskAsync(Essay, _key);

        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
    }

    [Fact]
    public async Task Where_a_wallet_claims_the_order_and_leaves_it_the_key_leads_to_the_next_one()
    {
        using var unpaid = await _agent.AskAsync(Essay, _key);
        await _sandbox.ClaimAsync("somebody-else", (await Problem.ReadAsync(unpaid)).TalerPayUri!);

        using var next = await _agent.AskAsync(Essay, _key);
        await _agent.PayAsync(next);
        using var paid = await _agent.AskAsync(Essay, _key);

        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
    }

    [Fact]
    public async Task A_key_alone_goes_along_a_chain_of_claimed_orders_and_opens_what_is_paid_at_its_end()
    {
        const int Claimed = 4;
        for (var i = 0; i < Claimed; i++)
        {
            using var offered = await _agent.AskAsync(Essay, _key);
            await _sandbox.ClaimAsync("stranger", (await Problem.ReadAsync(offered)).TalerPayUri!);
        }

        using var unpaid = await _agent.AskAsync(Essay, _key);
        await _agent.PayAsync(unpaid);
        using var paid = await _agent.AskAsync(Essay, _key);

        Assert.StartsWith(Shop.Paid, await paid.Content.ReadAsStringAsync());
        Assert.Equal(Claimed + 1, await fixture.CountOrdersAsync(new Uri(_shop.BaseAddress, Essay)));
    }

    [Fact]
    public async Task Fresh_keys_are_no_way_round_the_limit_and_one_that_paid_is_not_limited()
    {
        var settings = Shop.Settings(fixture.BaseUrl);
        settings["TalerPaywall:OrderLimits:PerClientPerMinute"] = "1";
        await using var shop = await Shop.OpenAsync(settings);
        using var agent = new Agent(shop, _sandbox);
        using var unpaid = await agent.AskAsync(Essay, _key);
        await agent.PayAsync(unpaid);

        using var fresh = await agent.AskAsync(Essay, (Agent.Key, Agent.NewKey()));
        using var paid = await agent.AskAsync(Essay, _key);

        Assert.EndsWith("#order-limit", (await Problem.ReadAsync(fresh)).Type, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
    }

    private Dictionary<string, string?> SameSite()
    {
        var settings = Shop.Settings(fixture.BaseUrl);
        settings["TalerPaywall:PublicBaseUrl"] = "http://shop.example/";
        return settings;
    }
}
