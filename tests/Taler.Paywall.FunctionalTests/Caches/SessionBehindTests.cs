using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.FunctionalTests.Clients;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>A cache that stands behind the paywall keeps pages and never a session.</summary>
public sealed class SessionBehindTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Essay = "/essays/maps";
    private const string OtherEssay = "/essays/rain";

    private static readonly string[] Carriers = ["cookie", "header", "key"];

    public static TheoryData<string, string, string, bool> Buyers
    {
        get
        {
            var rows = new TheoryData<string, string, string, bool>();
            foreach (var cache in new[] { "output", "response" })
            {
                foreach (var (first, second) in Carriers.SelectMany(first => Carriers.Select(second => (first, second))))
                {
                    rows.Add(cache, first, second, false);
                    rows.Add(cache, first, second, true);
                }
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Buyers))]
    public async Task Each_buyer_gets_his_own_session_with_a_page_that_is_kept(string cache, string first, string second, bool renewed)
    {
        await using var shop = await OpenAsync(cache);
        using var alice = new Buyer(shop, sandbox, first);
        using var bob = new Buyer(shop, sandbox, second);
        await alice.BuyAsync(OtherEssay);
        await alice.BuyAsync(Essay);
        await bob.BuyAsync(Essay);
        if (renewed)
            shop.Clock.Advance(TimeSpan.FromDays(4));

        using var written = await alice.ReadAsync(Essay);
        using var kept = await bob.ReadAsync(Essay);
        using var keptForHer = await alice.ReadAsync(Essay);

        Assert.Null(written.Headers.Age);
        Assert.NotNull(kept.Headers.Age);
        Assert.NotNull(keptForHer.Headers.Age);
        await alice.ExpectAsync(written, renewed, HttpStatusCode.OK);
        await bob.ExpectAsync(kept, renewed, HttpStatusCode.PaymentRequired);
        await alice.ExpectAsync(keptForHer, renewed, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("cookie", false)]
    [InlineData("cookie", true)]
    [InlineData("header", false)]
    [InlineData("header", true)]
    [InlineData("key", false)]
    public async Task A_session_that_a_cache_brings_from_earlier_goes_to_nobody(string carrier, bool renewed)
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/essays/{slug}/{says?}", (HttpContext context, string? says) =>
            {
                context.Response.Headers[Agent.Session] = "session-of-another";
                context.Response.Headers.SetCookie = new([".Taler.Paywall=cookie-of-another; path=/", "theme=dark-and-quiet", ".Taler.Paywall.Other=beside-ours"]);
                return says switch
                {
                    "empty" => Results.NoContent(),
                    "missing" => Results.NotFound(),
                    _ => Results.Text(Shop.Paid),
                };
            });
        });
        using var buyer = new Buyer(shop, sandbox, carrier);
        await buyer.BuyAsync(OtherEssay);
        await buyer.BuyAsync(Essay);
        if (renewed)
            shop.Clock.Advance(TimeSpan.FromDays(4));

        foreach (var page in new[] { Essay, Essay + "/empty", Essay + "/missing" })
        {
            using var answer = await buyer.AskAsync(page);

            Assert.Equal(["theme=dark-and-quiet", ".Taler.Paywall.Other=beside-ours"], answer.Headers.GetValues("Set-Cookie").Take(2));
            await buyer.ExpectAsync(answer, renewed, HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_sold_endpoint_behind_a_paid_page_gives_back_its_own_session()
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
        {
            app.UseTalerPaywall();
            app.Use((context, next) =>
            {
                context.Request.Path = "/inner";
                return next(context);
            });
            app.UseRouting();
            app.MapGet("/inner", () => Shop.Paid).RequireTalerPayment("KUDOS:1", "Inner");
        });
        foreach (var carrier in Carriers)
        {
            using var buyer = new Buyer(shop, sandbox, carrier);
            await buyer.BuyAsync(Essay);
            await buyer.BuyAsync(Essay);

            using var answer = await buyer.ReadAsync(Essay);

            Assert.Equal(Shop.Paid, await answer.Content.ReadAsStringAsync());
        }
    }

    private async Task<Shop> OpenAsync(string cache) => await Shop.OpenAsync(
        Shop.Settings(sandbox.BaseUrl),
        builder =>
        {
            builder.Services.AddResponseCaching();
            builder.Services.AddOutputCache(options => options.AddPolicy(CachedShop.Policy, new StubbornPolicy()));
        },
        app =>
        {
            app.UseTalerPaywall();
            if (cache is "output")
                app.UseOutputCache();
            else
                app.UseResponseCaching();
            app.MapGet("/essays/{slug}", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=3600";
                return Shop.Paid;
            }).CacheOutput(CachedShop.Policy);
        });

    /// <summary>A client that brings its session in one way.</summary>
    private sealed class Buyer(Shop shop, SandboxFixture sandbox, string carrier) : IDisposable
    {
        private const string SetCookie = "Set-Cookie";
        private const string CookieStart = ".Taler.Paywall=";

        private readonly Agent _agent = new(shop, sandbox.Control);
        private (string Name, string Value) _credential = carrier switch
        {
            "key" => (Agent.Key, Agent.NewKey()),
            "header" => (Agent.Session, "new"),
            _ => ("Accept-Language", "en"),
        };

        public async Task BuyAsync(string path)
        {
            using var unpaid = await AskAsync(path);
            await _agent.PayAsync(unpaid);
            if (carrier is "header")
                _credential = Agent.SessionOf(unpaid);
            else if (carrier is "cookie")
                _credential = ("Cookie", Assert.Single(CookiesOf(unpaid)));
        }

        public async Task<HttpResponseMessage> ReadAsync(string path)
        {
            var answer = await AskAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return answer;
        }

        public Task<HttpResponseMessage> AskAsync(string path) => _agent.AskAsync(path, _credential, ("Accept", "application/json"));

        /// <summary>Expects a session back as this client takes it, or none, and that it opens what this client has bought.</summary>
        public async Task ExpectAsync(HttpResponseMessage answer, bool renewed, HttpStatusCode ofOtherEssay)
        {
            Assert.Equal(carrier is "key" || (carrier is "header" && renewed), answer.Headers.Contains(Agent.Session));
            Assert.Equal(carrier is "cookie" && renewed ? 1 : 0, CookiesOf(answer).Length);
            if (carrier is not "key" && !renewed)
                return;
            var session = carrier is "cookie" ? ("Cookie", CookiesOf(answer)[0]) : Agent.SessionOf(answer);
            using var bought = await _agent.AskAsync(Essay, session);
            using var other = await _agent.AskAsync(OtherEssay, session, ("X-Requested-With", "XMLHttpRequest"));
            Assert.Equal((HttpStatusCode.OK, ofOtherEssay), (bought.StatusCode, other.StatusCode));
        }

        public void Dispose() => _agent.Dispose();

        private static string[] CookiesOf(HttpResponseMessage answer) => answer.Headers.TryGetValues(SetCookie, out var lines)
            ? [.. lines.Where(line => line.StartsWith(CookieStart, StringComparison.Ordinal)).Select(line => line.Split(';')[0])]
            : [];
    }
}
