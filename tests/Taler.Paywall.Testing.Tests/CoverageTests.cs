using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Running;
using Taler.Paywall.Testing.Tests.Site;

namespace Taler.Paywall.Testing.Tests;

/// <summary>An example covers what the paywall's own matcher sells it by.</summary>
public sealed class CoverageTests
{
    private const string Essays = "pattern /essays/{slug}";
    private const string Special = "pattern /essays/special";
    private const string Posted = "pattern POST /answers/{id:int}";
    private const string Issue = "pattern /issue";
    private const string Report = "endpoint /report/{year}";

    [Theory]
    [InlineData("/essays/bread", "GET", "", Essays)]
    [InlineData("/ESSAYS//caf%C3%A9/", "GET", "", Essays)]
    [InlineData("/essays/special", "GET", "", Special)]
    [InlineData("/answers/1", "POST", "", Posted)]
    [InlineData("/answers/1", "GET", "", null)]
    [InlineData("/answers/one", "POST", "", null)]
    [InlineData("/issue?id=7", "GET", "", Issue)]
    [InlineData("/report/2026", "GET", "", Report)]
    [InlineData("/app/essays/bread", "GET", "/app", Essays)]
    [InlineData("/app/report/2026", "GET", "/app", Report)]
    [InlineData("/app/essays/bread", "GET", "", null)]
    [InlineData("/free", "GET", "", null)]
    public async Task One_example_covers_one_thing_that_is_sold(string path, string method, string pathBase, string? covered)
    {
        await using var shop = await OpenAsync();

        var missing = Coverage.Missing(shop.Services, [new AuditTarget(path, marker: null, method, isSold: true)], pathBase);

        Assert.Equal(new[] { Essays, Special, Posted, Issue, Report }.Where(sold => sold != covered), missing);
    }

    private static Task<Listening> OpenAsync() => Listening.StartAsync(
        builder =>
        {
            Shop.AddPaywall(builder.Services, "/essays/{slug}", "/essays/special");
            builder.Services.Configure<TalerPaywallOptions>(options =>
            {
                options.Resources.Add(new TalerPaywallResource { Pattern = "/answers/{id:int}", Price = "KUDOS:1", Methods = { HttpMethods.Post } });
                options.Resources.Add(new TalerPaywallResource { Pattern = "/issue", Price = "KUDOS:1", Name = "issue:{id}", Query = { "id" } });
            });
        },
        app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/report/{year}", (string year) => year).RequireTalerPayment("KUDOS:1");
        });
}
