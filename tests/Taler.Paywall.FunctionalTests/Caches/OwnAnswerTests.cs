using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>Answers of the paywall are for one visitor and one moment. The cache before it is as greedy as it can be.</summary>
public sealed class OwnAnswerTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private Shop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await CachedShop.OpenAsync(
        sandbox,
        services =>
        {
            services.AddOutputCache(options => options.AddBasePolicy(policy => policy.AddPolicy<StubbornPolicy>(), excludeDefaultPolicy: true));
            services.AddResponseCaching();
        },
        app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=3600";
                context.Response.Headers["X-Accel-Expires"] = "3600";
                return next(context);
            });
            app.UseOutputCache();
            app.UseResponseCaching();
            app.UseTalerPaywall();
        });

    public async ValueTask DisposeAsync()
    {
        await sandbox.Control.ClearFaultsAsync();
        await _shop.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "text/html", HttpStatusCode.Found)]
    [InlineData("GET", "application/json", HttpStatusCode.PaymentRequired)]
    [InlineData("GET", "image/png", HttpStatusCode.PaymentRequired)]
    [InlineData("HEAD", "text/html", HttpStatusCode.PaymentRequired)]
    public async Task Every_visitor_gets_an_answer_of_his_own(string method, string accept, HttpStatusCode status)
    {
        using var one = await AskAsync(method, "/essays/maps", accept);
        using var other = await AskAsync(method, "/essays/maps", accept);

        foreach (var answer in new[] { one, other })
        {
            Assert.Equal(status, answer.StatusCode);
            ExpectNotStored(answer);
        }
        if (accept is "image/png" || method is "HEAD")
            return;
        Assert.NotEqual(Assert.Single(one.Headers.GetValues("Set-Cookie")), Assert.Single(other.Headers.GetValues("Set-Cookie")));
    }

    [Theory]
    [InlineData("GET", "text/html")]
    [InlineData("GET", "application/json")]
    [InlineData("GET", "image/png")]
    [InlineData("HEAD", "text/html")]
    public async Task An_outage_is_over_when_it_is_over(string method, string accept)
    {
        _shop.AllowLog(line => line.Event is "BackendUnavailable");
        using var visitor = new Visitor(_shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        await sandbox.Control.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 500, Times = 100 });

        using (var down = await AskAsync(visitor.Browser, method, "/essays/maps", accept))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
            ExpectNotStored(down);
        }
        await sandbox.Control.ClearFaultsAsync();
        using var up = await AskAsync(visitor.Browser, method, "/essays/maps", accept);

        Assert.Equal(HttpStatusCode.OK, up.StatusCode);
    }

    [Fact]
    public async Task A_refusal_of_an_ambiguous_path_is_not_stored()
    {
        using var refused = await AskAsync("GET", "/essays/maps%2Fprologue", "text/html");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        ExpectNotStored(refused);
    }

    private static void ExpectNotStored(HttpResponseMessage answer)
    {
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Contains("Cookie", answer.Headers.Vary);
        Assert.False(answer.Headers.Contains("X-Accel-Expires"));
        Assert.Null(answer.Headers.Age);
    }

    private async Task<HttpResponseMessage> AskAsync(string method, string path, string accept)
    {
        using var visitor = new Visitor(_shop, sandbox.Control);
        return await AskAsync(visitor.Browser, method, path, accept);
    }

    private static Task<HttpResponseMessage> AskAsync(Browser browser, string method, string path, string accept) =>
        browser.SendAsync(new HttpMethod(method), path, request => request.Headers.Add("Accept", accept));
}
