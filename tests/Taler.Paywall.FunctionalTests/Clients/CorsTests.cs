using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Clients;

/// <summary>A page of another site asks for what is sold: the preflight passes, and the answers tell it what it needs.</summary>
public sealed class CorsTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Essay = "/essays/maps";
    private const string Elsewhere = "https://elsewhere.example";

    private static readonly (string Name, string Value) Origin = ("Origin", Elsewhere);
    private static readonly (string Name, string Value) Json = ("Accept", "application/json");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_preflight_is_answered_by_the_policy_wherever_it_stands(bool inFront)
    {
        await using var shop = await OpenAsync(inFront);
        using var agent = new Agent(shop, fixture.Control);
        await fixture.Control.ClearRequestsAsync();

        using var response = await agent.SendAsync(
            HttpMethod.Options,
            Essay,
            Origin,
            ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", "idempotency-key,taler-paywall-session"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(Elsewhere, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        var allowed = string.Join(',', response.Headers.GetValues("Access-Control-Allow-Headers"));
        Assert.Contains("Taler-Paywall-Session", allowed, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Idempotency-Key", allowed, StringComparison.OrdinalIgnoreCase);
        Assert.False(response.Headers.Contains("Set-Cookie") || response.Headers.Contains(Agent.Session));
        Assert.Equal("", await fixture.CallsAsync());
    }

    [Fact]
    public async Task A_preflight_from_a_site_that_the_policy_does_not_name_allows_nothing()
    {
        await using var shop = await OpenAsync(inFront: true);
        using var agent = new Agent(shop, fixture.Control);

        using var response = await agent.SendAsync(
            HttpMethod.Options, Essay, ("Origin", "https://stranger.example"), ("Access-Control-Request-Method", "GET"));

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_page_of_another_site_buys_with_a_session_in_a_header()
    {
        await using var shop = await OpenAsync(inFront: true);
        using var agent = new Agent(shop, fixture.Control);

        using var unpaid = await agent.AskAsync(Essay, Origin, Json, (Agent.Session, "new"));
        await agent.PayAsync(unpaid);
        using var paid = await agent.AskAsync(Essay, Origin, Json, Agent.SessionOf(unpaid));

        Assert.Equal(Elsewhere, Assert.Single(unpaid.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(["X-Page", "Taler", "Retry-After", Agent.Session], Exposed(unpaid));
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        Assert.Equal(Elsewhere, Assert.Single(paid.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(["X-Page"], Exposed(paid));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_comes_with_what_is_served_is_exposed(bool inFront)
    {
        await using var shop = await OpenAsync(inFront);
        using var agent = new Agent(shop, fixture.Control);
        var key = (Agent.Key, Agent.NewKey());
        using var unpaid = await agent.AskAsync(Essay, Json, key);
        await agent.PayAsync(unpaid);

        using var paid = await agent.AskAsync(Essay, Origin, Json, key);

        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        Assert.Equal(new[] { Agent.Session, "X-Page" }, Exposed(paid).Order(StringComparer.Ordinal));
        Assert.NotEmpty(Agent.SessionOf(paid).Value);
    }

    [Fact]
    public async Task Without_a_policy_in_front_our_answers_allow_nobody_to_read_them()
    {
        await using var shop = await OpenAsync(inFront: false);
        using var agent = new Agent(shop, fixture.Control);

        using var unpaid = await agent.AskAsync(Essay, Origin, Json);

        Assert.Equal(["Taler", "Retry-After", Agent.Session], Exposed(unpaid));
        Assert.DoesNotContain(unpaid.Headers, header => header.Key.StartsWith("Access-Control-Allow", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/essays/maps%20")]
    [InlineData("/essays/maps/notes")]
    public async Task Every_answer_of_ours_exposes_the_same(string path)
    {
        await using var shop = await OpenAsync(inFront: true);
        using var agent = new Agent(shop, fixture.Control);

        using var answer = await agent.SendAsync(HttpMethod.Post, path, Origin);

        Assert.Equal(["X-Page", "Taler", "Retry-After", Agent.Session], Exposed(answer));
    }

    [Fact]
    public async Task An_outage_lets_the_page_read_when_to_come_again()
    {
        await using var shop = await OpenAsync(inFront: true);
        shop.ExpectLog(line => line.Event is "BackendUnavailable");
        using var agent = new Agent(shop, fixture.Control);
        await fixture.Control.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 500, Times = 100 });

        using var down = await agent.AskAsync(Essay, Origin, Json);
        await fixture.Control.ClearFaultsAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.NotNull(down.Headers.RetryAfter);
        Assert.Contains("Retry-After", Exposed(down));
    }

    [Fact]
    public async Task A_policy_on_a_sold_endpoint_holds_for_the_answers_in_its_place()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.SettingsWithoutResources(fixture.BaseUrl),
            builder => builder.Services.AddCors(cors => cors.AddPolicy("pages", Allow)),
            app =>
            {
                app.UseCors();
                app.MapGet("/api/report", () => Shop.Paid).RequireCors("pages").RequireTalerPayment("KUDOS:1");
            });
        using var agent = new Agent(shop, fixture.Control);

        using var preflight = await agent.SendAsync(
            HttpMethod.Options, "/api/report", Origin, ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", Agent.Session));
        using var unpaid = await agent.AskAsync("/api/report", Origin, Json, (Agent.Session, "new"));

        Assert.Equal(Agent.Session, Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Headers")).Split(',')[0]);
        Assert.Equal(Elsewhere, Assert.Single(unpaid.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains(Agent.Session, Exposed(unpaid));
    }

    [Fact]
    public async Task A_page_of_the_site_itself_is_told_nothing_about_cors()
    {
        await using var shop = await OpenAsync(inFront: true);
        using var agent = new Agent(shop, fixture.Control);

        using var unpaid = await agent.AskAsync(Essay, Json);

        Assert.False(unpaid.Headers.Contains("Access-Control-Expose-Headers"));
    }

    private static string[] Exposed(HttpResponseMessage response) =>
        string.Join(',', response.Headers.GetValues("Access-Control-Expose-Headers")).Split(',', StringSplitOptions.TrimEntries);

    private static void Allow(CorsPolicyBuilder policy) => policy
        .WithOrigins(Elsewhere)
        .WithMethods("GET", "POST")
        .WithHeaders(TalerPaywallDefaults.SessionHeaderName, "Idempotency-Key")
        .WithExposedHeaders("X-Page");

    private Task<Shop> OpenAsync(bool inFront) => Shop.OpenAsync(
        Shop.Settings(fixture.BaseUrl),
        builder => builder.Services.AddCors(cors => cors.AddDefaultPolicy(Allow)),
        app =>
        {
            if (inFront)
                app.UseCors();
            app.UseTalerPaywall();
            if (!inFront)
                app.UseCors();
            app.MapGet("/essays/{slug}", (HttpContext context) =>
            {
                context.Response.Headers["X-Page"] = "1";
                return Shop.Paid;
            });
        });
}
