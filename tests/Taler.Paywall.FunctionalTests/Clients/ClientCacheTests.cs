using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Clients;

/// <summary>No shared cache tells clients apart by a session in a header or by a key, so none may keep what they paid for.</summary>
public sealed class ClientCacheTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Essay = "/essays/maps";

    [Theory]
    [InlineData("VaryByCookie", true)]
    [InlineData("VaryByCookie", false)]
    [InlineData("Forbidden", true)]
    [InlineData("Forbidden", false)]
    public async Task What_they_paid_for_is_private_in_every_setting(string setting, bool byKey)
    {
        await using var shop = await OpenAsync(setting);
        using var agent = new Agent(shop, fixture.Control);
        var key = (Agent.Key, Agent.NewKey());
        using var unpaid = await agent.AskAsync(Essay, byKey ? key : (Agent.Session, "new"));
        await agent.PayAsync(unpaid);
        var client = byKey ? key : Agent.SessionOf(unpaid);

        using var paid = await agent.AskAsync(Essay, client);
        using var cached = await agent.AskAsync(Essay, client);

        foreach (var answer in new[] { paid, cached })
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("private, max-age=3600", Assert.Single(answer.Headers.NonValidated["Cache-Control"]));
            Assert.False(answer.Headers.Contains("CDN-Cache-Control"));
            Assert.Equal(["Cookie", "Taler-Paywall-Session", "Idempotency-Key"], answer.Headers.Vary);
        }
        Assert.Equal(["Cookie", "Accept", "Taler-Paywall-Session", "Idempotency-Key"], unpaid.Headers.Vary);
    }

    [Fact]
    public async Task Response_caching_in_front_keeps_nothing_of_theirs_for_others()
    {
        await using var shop = await OpenAsync("VaryByCookie");
        using var agent = new Agent(shop, fixture.Control);
        using var unpaid = await agent.AskAsync(Essay, (Agent.Session, "new"));
        await agent.PayAsync(unpaid);
        using (var paid = await agent.AskAsync(Essay, Agent.SessionOf(unpaid)))
            Assert.Equal(HttpStatusCode.OK, paid.StatusCode);

        using var stranger = await agent.AskAsync(Essay, ("Accept", "application/json"));
        using var otherSession = await agent.AskAsync(Essay, (Agent.Session, "new"));
        using var otherKey = await agent.AskAsync(Essay, (Agent.Key, Agent.NewKey()));

        Assert.Equal(HttpStatusCode.PaymentRequired, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.PaymentRequired, otherSession.StatusCode);
        Assert.Equal(HttpStatusCode.PaymentRequired, otherKey.StatusCode);
    }

    private async Task<Shop> OpenAsync(string setting)
    {
        var settings = Shop.Settings(fixture.BaseUrl);
        settings["TalerPaywall:SharedCaches"] = setting;
        var shop = await Shop.OpenAsync(settings, builder => builder.Services.AddResponseCaching(), app =>
        {
            app.UseResponseCaching();
            app.UseTalerPaywall();
            app.MapGet("/essays/{slug}", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, s-maxage=7200, max-age=3600";
                context.Response.Headers["CDN-Cache-Control"] = "max-age=3600";
                return Shop.Paid;
            });
        });
        shop.ExpectLog(line => line.Event == "CacheInFront");
        return shop;
    }
}
