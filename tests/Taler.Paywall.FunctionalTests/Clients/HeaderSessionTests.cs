using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Clients;

/// <summary>A session in a header in place of the cookie: the same protection, and never both.</summary>
public sealed class HeaderSessionTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Essay = "/essays/maps";

    private readonly SandboxControl _sandbox = fixture.Control;
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

    [Theory]
    [InlineData("new")]
    [InlineData("NEW")]
    public async Task An_agent_asks_for_a_session_pays_and_reads(string wanted)
    {
        using var unpaid = await _agent.AskAsync(Essay, (Agent.Session, wanted));
        await _agent.PayAsync(unpaid);

        using var paid = await _agent.AskAsync(Essay, Agent.SessionOf(unpaid));

        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        Assert.StartsWith(Shop.Paid, await paid.Content.ReadAsStringAsync());
        Assert.False(unpaid.Headers.Contains("Set-Cookie") || paid.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain(_shop.Logs.Lines, line => line.Event is "SessionUnreadable");
    }

    [Fact]
    public async Task One_session_buys_many_things_and_each_order_once()
    {
        using var maps = await _agent.AskAsync(Essay, (Agent.Session, "new"));
        using var rain = await _agent.AskAsync("/essays/rain", Agent.SessionOf(maps));
        await _agent.PayAsync(rain);
        await _agent.PayAsync(maps);

        using var mapsPaid = await _agent.AskAsync(Essay, Agent.SessionOf(rain));
        using var rainPaid = await _agent.AskAsync("/essays/rain", Agent.SessionOf(rain));

        Assert.Equal(HttpStatusCode.OK, mapsPaid.StatusCode);
        Assert.Equal(HttpStatusCode.OK, rainPaid.StatusCode);
        Assert.Equal(2, (await fixture.CallsAsync()).Split(' ').Count(call => call == "POST"));
    }

    [Fact]
    public async Task A_payment_opens_nothing_to_another_session()
    {
        using var unpaid = await _agent.AskAsync(Essay, (Agent.Session, "new"));
        await _agent.PayAsync(unpaid);

        using var other = await _agent.AskAsync(Essay, (Agent.Session, "new"));
        using var none = await _agent.AskAsync(Essay, ("Accept", "application/json"));

        Assert.Equal(HttpStatusCode.PaymentRequired, other.StatusCode);
        Assert.Equal(HttpStatusCode.PaymentRequired, none.StatusCode);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("CfDJ8")]
    [InlineData("'; DROP TABLE orders; --")]
    public async Task Nonsense_is_no_session(string value) => await ExpectNewSessionAsync((Agent.Session, value));

    [Fact]
    public async Task A_session_that_is_cut_forged_doubled_or_huge_is_none()
    {
        using var unpaid = await _agent.AskAsync(Essay, (Agent.Session, "new"));
        await _agent.PayAsync(unpaid);
        var ticket = Agent.SessionOf(unpaid).Value;

        await ExpectNewSessionAsync((Agent.Session, ticket[..^5]));
        await ExpectNewSessionAsync((Agent.Session, ticket[..40] + (ticket[40] == 'A' ? 'B' : 'A') + ticket[41..]));
        await ExpectNewSessionAsync((Agent.Session, ticket + ", " + ticket));
        await ExpectNewSessionAsync((Agent.Session, ticket), (Agent.Session, ticket));
        await ExpectNewSessionAsync((Agent.Session, new string('A', 20_000)));
    }

    [Fact]
    public async Task A_session_of_another_key_ring_is_none()
    {
        await using var other = await Shop.OpenAsync(Shop.Settings(fixture.BaseUrl), keys: new EphemeralDataProtectionProvider());
        using var stranger = new Agent(other, _sandbox);
        using var unpaid = await stranger.AskAsync(Essay, (Agent.Session, "new"));
        await stranger.PayAsync(unpaid);

        await ExpectNewSessionAsync(Agent.SessionOf(unpaid));
    }

    [Fact]
    public async Task A_visitor_with_a_cookie_is_never_told_his_session_in_a_header()
    {
        using var visitor = new Visitor(_shop, _sandbox);
        await visitor.BuyAsync(Essay);
        await visitor.ReadAsync(Essay);
        var cookie = ("Cookie", ".Taler.Paywall=" + visitor.Browser.PaywallCookie);

        using var byCookie = await _agent.AskAsync(Essay, cookie);
        using var byCookieAndKey = await _agent.AskAsync(Essay, cookie, (Agent.Key, Agent.NewKey()));
        using var byScript = await _agent.AskAsync(Essay, cookie, (Agent.Session, "new"));

        Assert.Equal(HttpStatusCode.OK, byCookie.StatusCode);
        Assert.Equal(HttpStatusCode.OK, byCookieAndKey.StatusCode);
        Assert.False(byCookie.Headers.Contains(Agent.Session) || byCookieAndKey.Headers.Contains(Agent.Session));
        Assert.Equal(HttpStatusCode.PaymentRequired, byScript.StatusCode);
        Assert.False(byScript.Headers.Contains("Set-Cookie"));
        using var withHeader = await _agent.AskAsync(Essay, Agent.SessionOf(byScript));
        Assert.Equal(HttpStatusCode.PaymentRequired, withHeader.StatusCode);
    }

    [Fact]
    public async Task A_session_is_renewed_with_what_is_served_when_a_tenth_of_its_life_is_over()
    {
        using var unpaid = await _agent.AskAsync(Essay, (Agent.Session, "new"));
        await _agent.PayAsync(unpaid);
        var session = Agent.SessionOf(unpaid);

        using var young = await _agent.AskAsync(Essay, session);
        _shop.Clock.Advance(TimeSpan.FromDays(4));
        using var old = await _agent.AskAsync(Essay, session);
        _shop.Clock.Advance(TimeSpan.FromDays(27));
        using var ended = await _agent.AskAsync(Essay, session);
        using var renewed = await _agent.AskAsync(Essay, Agent.SessionOf(old));

        Assert.Equal(HttpStatusCode.OK, young.StatusCode);
        Assert.False(young.Headers.Contains(Agent.Session));
        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        Assert.Equal(HttpStatusCode.PaymentRequired, ended.StatusCode);
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
    }

    [Fact]
    public async Task A_refund_closes_what_a_session_in_a_header_has_opened_and_it_can_buy_again()
    {
        using var unpaid = await _agent.AskAsync(Essay, (Agent.Session, "new"));
        await _agent.PayAsync(unpaid);
        using (var paid = await _agent.AskAsync(Essay, Agent.SessionOf(unpaid)))
            Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        var order = TalerPayUri.Parse(Assert.Single(unpaid.Headers.GetValues("Taler"))).OrderId;
        await _shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(order, Amount.Parse("KUDOS:0.5"), "Did not like it");

        using var refunded = await _agent.AskAsync(Essay, Agent.SessionOf(unpaid));
        using var dropped = await _agent.SendAsync(HttpMethod.Post, Essay + "?taler_paywall=buy-again", Agent.SessionOf(refunded));
        using var again = await _agent.AskAsync(Essay, Agent.SessionOf(dropped));

        Assert.EndsWith("#refunded", (await Problem.ReadAsync(refunded)).Type, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, dropped.StatusCode);
        Assert.EndsWith("#payment-required", (await Problem.ReadAsync(again)).Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_gives_the_session_back_that_it_was_asked_with()
    {
        _shop.ExpectLog(line => line.Event is "BackendUnavailable");
        using var unpaid = await _agent.AskAsync(Essay, (Agent.Session, "new"));
        await _agent.PayAsync(unpaid);
        await _sandbox.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 500, Times = 100 });
        using var down = await _agent.AskAsync(Essay, Agent.SessionOf(unpaid));
        await _sandbox.ClearFaultsAsync();

        using var up = await _agent.AskAsync(Essay, Agent.SessionOf(down));

        Assert.EndsWith("#backend-unavailable", (await Problem.ReadAsync(down)).Type, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, up.StatusCode);
    }

    [Fact]
    public async Task A_head_with_a_wanted_session_makes_no_order()
    {
        using var response = await _agent.SendAsync(HttpMethod.Head, Essay, (Agent.Session, "new"));

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("", await fixture.CallsAsync());
    }

    private async Task ExpectNewSessionAsync(params (string Name, string Value)[] headers)
    {
        using var answer = await _agent.AskAsync(Essay, headers);

        Assert.NotNull((await Problem.ReadAsync(answer)).TalerPayUri);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        using var again = await _agent.AskAsync(Essay, Agent.SessionOf(answer));
        Assert.Equal(answer.Headers.GetValues("Taler"), again.Headers.GetValues("Taler"));
    }
}
