using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.FunctionalTests.Pages;

/// <summary>The site's own look: its options, and teasers.</summary>
public sealed class LookTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Essay = "/essays/maps";

    [Fact]
    public async Task A_site_that_says_nothing_has_neither_header_nor_stylesheet()
    {
        await using var shop = await OpenAsync([]);
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay)).AssertOurs("en");

        Assert.Empty(page.Document.QuerySelectorAll("header, link, img"));
        Assert.Equal("\u2068Essay maps\u2069", page.Document.Title);
        Assert.DoesNotContain("img-src", page.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("font-src", page.Policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_stands_on_top_and_behind_the_heading_in_the_title()
    {
        await using var shop = await OpenAsync(new() { ["SiteName"] = "Essay shop" });
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay)).AssertOurs("en");

        Assert.Equal("Essay shop", page.Document.QuerySelector("body > header")!.TextContent);
        Assert.Equal("\u2068Essay maps\u2069 · \u2068Essay shop\u2069", page.Document.Title);
    }

    [Fact]
    public async Task Logo_and_stylesheet_of_the_site_are_found_below_its_path_base()
    {
        await using var shop = await OpenAsync(
            new() { ["SiteName"] = "Essay shop", ["Logo"] = "/logo.svg", ["Stylesheet"] = "/site.css?v=1&w=2" },
            build: app =>
            {
                app.UsePathBase("/app");
                app.UseTalerPaywall();
            });
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, "/app" + Essay)).AssertOurs("en");

        var logo = page.Document.QuerySelector("header img")!;
        Assert.Equal(("/app/logo.svg", "Essay shop"), (logo.GetAttribute("src"), logo.GetAttribute("alt")));
        Assert.Equal("/app/site.css?v=1&w=2", page.Document.QuerySelector("style + link[rel=stylesheet]")!.GetAttribute("href"));
        Assert.Matches("style-src 'nonce-[0-9a-f]+' 'self'; img-src 'self'; font-src 'self';", page.Policy);
    }

    [Fact]
    public async Task Logo_and_stylesheet_may_come_from_elsewhere_and_only_from_there()
    {
        await using var shop = await OpenAsync(new() { ["Logo"] = "https://img.example/logo.png", ["Stylesheet"] = "https://cdn.example:8443/a/site.css" });
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay)).AssertOurs("en");

        Assert.Equal("", page.Document.QuerySelector("header img")!.GetAttribute("alt"));
        Assert.Matches("style-src 'nonce-[0-9a-f]+' https://cdn.example:8443; img-src https://img.example https://cdn.example:8443; font-src https://cdn.example:8443;", page.Policy);
    }

    [Fact]
    public async Task A_changed_look_is_seen_without_a_restart_and_a_wrong_one_is_not()
    {
        ConfigurationManager? configuration = null;
        await using var shop = await OpenAsync(new() { ["SiteName"] = "Old" }, configure: builder => configuration = builder.Configuration);
        using var browser = new Browser(shop.BaseAddress);

        configuration!["TalerPaywall:Pages:SiteName"] = "New";
        ((IConfigurationRoot)configuration).Reload();
        var changed = await ShownPage.OpenAsync(browser, Essay);
        shop.ExpectLog(line => line is { Level: LogLevel.Error, Event: "ReloadRefused" });
        configuration["TalerPaywall:Pages:SiteName"] = "Newest";
        configuration["TalerPaywall:Pages:Logo"] = "logo.png";
        ((IConfigurationRoot)configuration).Reload();
        var refused = await ShownPage.OpenAsync(browser, Essay);

        Assert.Equal("New", changed.Document.QuerySelector("header")!.TextContent);
        Assert.Equal("New", refused.Document.QuerySelector("header")!.TextContent);
    }

    [Fact]
    public async Task Two_answers_never_have_the_same_nonce()
    {
        await using var shop = await OpenAsync([]);
        using var browser = new Browser(shop.BaseAddress);

        var first = await ShownPage.OpenAsync(browser, Essay);
        var second = await ShownPage.OpenAsync(browser, Essay);

        Assert.NotEqual(first.Policy, second.Policy);
    }

    [Fact]
    public async Task Teasers_stand_below_the_heading_of_the_price_page_and_one_that_fails_is_left_out()
    {
        var asked = new List<string>();
        await using var shop = await OpenAsync([], teasers: paywall => paywall
            .AddTeaser((_, resource) =>
            {
                asked.Add($"{resource.Name} {resource.Price} {resource.Summary}");
                return new(new HtmlString("<p id=\"first\">The first lines <img src=\"/cover.jpg\" alt=\"\"></p>"));
            })
            .AddTeaser((_, _) => new((IHtmlContent?)null))
            .AddTeaser(resource => new HtmlString($"<p>of {resource.Name}</p> "))
            .AddTeaser(_ => null)
            .AddTeaser((_, _) => throw new InvalidOperationException("No teaser today."))
            .AddTeaser((_, _) => new(new BrokenContent()))
            .AddTeaser(async (_, _) =>
            {
                await Task.Yield();
                return new HtmlContentBuilder().Append("a < b");
            }));
        shop.ExpectLog(line => line is { Level: LogLevel.Error, Event: "TeaserFailed" });
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay)).AssertOurs("en");

        Assert.Equal(["essay:maps KUDOS:0.5 Essay maps"], asked);
        Assert.Equal("The first lines of essay:maps a < b", page.Document.QuerySelector("h1 + .teaser")!.TextContent);
        Assert.Contains("img-src 'self'", page.Policy, StringComparison.Ordinal);
        Assert.Single(shop.Logs.Lines, line => line.Event == "TeaserFailed");
    }

    [Fact]
    public async Task Pages_that_offer_nothing_have_no_teaser()
    {
        await using var shop = await OpenAsync([], teasers: paywall => paywall.AddTeaser(_ => new HtmlString("teaser")));
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay, referer: new Uri(sandbox.BaseUrl, "/").AbsoluteUri)).AssertOurs("en");

        Assert.Empty(page.Document.QuerySelectorAll(".teaser"));
    }

    private Task<Shop> OpenAsync(
        Dictionary<string, string?> pages,
        Action<WebApplication>? build = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<TalerPaywallBuilder>? teasers = null)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderCreation"] = "OnClick";
        foreach (var (key, value) in pages)
            settings["TalerPaywall:Pages:" + key] = value;
        return Shop.OpenAsync(
            settings,
            builder =>
            {
                configure?.Invoke(builder);
                teasers?.Invoke(builder.Services.AddTalerPaywall(_ => { }));
            },
            build);
    }

    /// <summary>Fails only when it is written.</summary>
    private sealed class BrokenContent : IHtmlContent
    {
        public void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder)
        {
            writer.Write("half a teaser");
            throw new InvalidOperationException("No more.");
        }
    }
}
