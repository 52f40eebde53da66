using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.FunctionalTests.Pages;

/// <summary>Pages of the site's own in the place of the paywall's.</summary>
public sealed class ReplacedPageTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Essay = "/essays/maps";

    [Fact]
    public async Task A_delegate_writes_the_page_from_all_that_it_is_told()
    {
        TalerPage? told = null;
        await using var shop = await OpenAsync(paywall => paywall.ReplacePage(TalerPageKind.Price, (context, page) =>
        {
            told = page;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("our own price page");
        }));
        using var browser = new Browser(shop.BaseAddress);

        var page = await ShownPage.OpenAsync(browser, Essay, "ar-EG");

        Assert.Equal("our own price page", page.Html);
        AssertKept(browser, page, HttpStatusCode.PaymentRequired);
        Assert.Equal("text/plain", page.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal((TalerPageKind.Price, "ar", "ar-EG", true), (told!.Kind, told.Language, told.Culture.Name, told.IsRightToLeft));
        Assert.Equal(("essay:maps", "Essay maps", "KUDOS:0.5"), (told.Sale!.Resource.Name, told.Sale.Resource.Summary, told.Sale.Resource.Price.ToString()));
        Assert.Equal(("شراء", Essay + "?taler_paywall=order"), (told.Button!.Text, told.Button.Target));
        Assert.Equal("\u2068Essay maps\u2069", told.Heading);
        Assert.Contains("KUDOS", told.Sale.Price, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", told.Nonce);
        Assert.Equal("<meta name=\"robots\" content=\"noindex\">\n", told.Head.Value);
        Assert.Null(told.Pay);
    }

    [Fact]
    public async Task A_razor_component_is_shown()
    {
        await using var shop = await OpenAsync(
            paywall => paywall.ReplacePage<OwnPricePage>(TalerPageKind.Price), services => services.AddRazorComponents());
        using var browser = new Browser(shop.BaseAddress);

        var page = await ShownPage.OpenAsync(browser, Essay, "de");

        Assert.Equal("By a component: Essay maps", page.Heading.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal));
        Assert.Equal("de", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("noindex", page.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        AssertKept(browser, page, HttpStatusCode.PaymentRequired);
    }

    [Fact]
    public async Task A_view_is_shown()
    {
        await using var shop = await OpenAsync(
            paywall => paywall.ReplacePageByView(TalerPageKind.Price, "~/Views/Paywall/Price.cshtml"),
            services => services.AddControllersWithViews().AddApplicationPart(typeof(OwnPricePage).Assembly));
        using var browser = new Browser(shop.BaseAddress);

        var page = await ShownPage.OpenAsync(browser, Essay, "de");

        Assert.Equal("By a view: Essay maps", page.Heading.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal));
        Assert.Equal(Essay + "?taler_paywall=order", page.Document.QuerySelector("form")!.GetAttribute("action"));
        Assert.Equal("noindex", page.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        AssertKept(browser, page, HttpStatusCode.PaymentRequired);
    }

    [Fact]
    public async Task Of_two_replacements_the_last_holds_and_other_pages_stay_as_they_are()
    {
        await using var shop = await OpenAsync(paywall => paywall
            .ReplacePage(TalerPageKind.Price, (context, _) => context.Response.WriteAsync("first"))
            .ReplacePage(TalerPageKind.Price, (context, _) => context.Response.WriteAsync("second")));
        using var browser = new Browser(shop.BaseAddress);

        var price = await ShownPage.OpenAsync(browser, Essay);
        browser.DeleteCookies();
        var cookies = await ShownPage.OpenAsync(browser, Essay, referer: new Uri(sandbox.BaseUrl, "/").AbsoluteUri);

        Assert.Equal("second", price.Html);
        cookies.AssertOurs("en");
    }

    [Fact]
    public async Task Whatever_the_page_does_to_it_the_answer_says_what_the_paywall_says()
    {
        await using var shop = await OpenAsync(paywall => paywall.ReplacePage(TalerPageKind.Price, (context, _) =>
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.Headers.CacheControl = "public, max-age=600";
            context.Response.Headers.Vary = "User-Agent";
            context.Response.Headers["X-Own"] = "yes";
            context.Response.Cookies.Append("theme", "dark");
            context.Response.OnStarting(() =>
            {
                context.Response.StatusCode = StatusCodes.Status200OK;
                context.Response.Headers.CacheControl = "public";
                return Task.CompletedTask;
            });
            return context.Response.WriteAsync("free for all");
        }));
        using var browser = new Browser(shop.BaseAddress);

        var page = await ShownPage.OpenAsync(browser, Essay);

        Assert.Equal("free for all", page.Html);
        AssertKept(browser, page, HttpStatusCode.PaymentRequired);
        Assert.Contains("User-Agent", page.Response.Headers.Vary);
        Assert.Equal(["yes"], page.Response.Headers.GetValues("X-Own"));
        Assert.Contains(page.Response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("theme=dark", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_says_when_to_come_back_does_not_change_when_that_is()
    {
        await using var shop = await OpenAsync(
            paywall => paywall.ReplacePage(TalerPageKind.Outage, (context, _) =>
            {
                context.Response.Headers.RetryAfter = "9999";
                return context.Response.WriteAsync("sorry");
            }),
            settings: Shop.Settings(new Uri("http://127.0.0.1:1/")));
        shop.ExpectLog(line => line is { Level: LogLevel.Warning });
        using var browser = new Browser(shop.BaseAddress);

        var page = await ShownPage.OpenAsync(browser, Essay);

        Assert.Equal("sorry", page.Html);
        Assert.Equal(TimeSpan.FromSeconds(10), page.Response.Headers.RetryAfter!.Delta);
        AssertKept(browser, page, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_page_that_writes_nothing_is_an_empty_answer()
    {
        await using var shop = await OpenAsync(paywall => paywall.ReplacePage(TalerPageKind.Price, (_, _) => Task.CompletedTask));
        using var browser = new Browser(shop.BaseAddress);

        var page = await ShownPage.OpenAsync(browser, Essay);

        Assert.Equal("", page.Html);
        AssertKept(browser, page, HttpStatusCode.PaymentRequired);
    }

    [Fact]
    public async Task A_page_that_fails_before_its_first_byte_is_logged_and_ours_is_shown()
    {
        await using var shop = await OpenAsync(paywall => paywall.ReplacePage(TalerPageKind.Price, (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "image/png";
            context.Response.ContentLength = 7;
            context.Response.Headers["X-Own"] = "yes";
            throw new InvalidOperationException("The designer made a mistake.");
        }));
        shop.ExpectLog(line => line is { Level: LogLevel.Error, Event: "PageReplacementFailed", Exception: InvalidOperationException });
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay)).AssertOurs("en");

        Assert.Equal("Essay maps", page.Heading);
        Assert.False(page.Response.Headers.Contains("X-Own"));
        Assert.NotNull(browser.PaywallCookie);
    }

    [Fact]
    public async Task A_page_that_fails_after_its_first_bytes_leaves_none_of_them()
    {
        await using var shop = await OpenAsync(paywall => paywall.ReplacePage(TalerPageKind.Price, (context, _) =>
        {
            context.Response.BodyWriter.Write("<script>half"u8);
            throw new InvalidOperationException("Too late.");
        }));
        shop.ExpectLog(line => line.Event == "PageReplacementFailed");
        using var browser = new Browser(shop.BaseAddress);

        (await ShownPage.OpenAsync(browser, Essay)).AssertOurs("en");
    }

    [Fact]
    public async Task A_component_that_fails_is_logged_and_ours_is_shown()
    {
        await using var shop = await OpenAsync(
            paywall => paywall.ReplacePage<BrokenPage>(TalerPageKind.Price), services => services.AddRazorComponents());
        shop.ExpectLog(line => line is { Level: LogLevel.Error, Event: "PageReplacementFailed" });
        using var browser = new Browser(shop.BaseAddress);

        (await ShownPage.OpenAsync(browser, Essay)).AssertOurs("en");
    }

    [Fact]
    public async Task A_view_that_does_not_exist_is_logged_and_ours_is_shown()
    {
        await using var shop = await OpenAsync(
            paywall => paywall.ReplacePageByView(TalerPageKind.Price, "~/Views/Nowhere.cshtml"), services => services.AddControllersWithViews());
        shop.ExpectLog(line => line is { Level: LogLevel.Error, Event: "PageReplacementFailed" });
        shop.AllowLog(line => line.Category.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal));
        using var browser = new Browser(shop.BaseAddress);

        (await ShownPage.OpenAsync(browser, Essay)).AssertOurs("en");
    }

    [Fact]
    public async Task Without_the_services_of_a_page_the_application_does_not_start_and_says_what_to_call()
    {
        var component = await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(paywall => paywall.ReplacePage<OwnPricePage>(TalerPageKind.Price)));
        var view = await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(paywall => paywall.ReplacePageByView(TalerPageKind.Refund, "~/Views/Refund.cshtml")));

        Assert.Contains("The Price page is replaced, but what writes it is missing. Call builder.Services.AddRazorComponents().", component.Message, StringComparison.Ordinal);
        Assert.Contains("The Refund page is replaced, but what writes it is missing. Call builder.Services.AddControllersWithViews() or AddRazorPages().", view.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_page_beyond_those_that_have_a_name()
    {
        var paywall = new ServiceCollection().AddTalerPaywall(_ => { });

        Assert.Throws<ArgumentOutOfRangeException>("kind", () => paywall.ReplacePage((TalerPageKind)99, (_, _) => Task.CompletedTask));
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => paywall.ReplacePage<OwnPricePage>((TalerPageKind)99));
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => paywall.ReplacePageByView((TalerPageKind)99, "~/a.cshtml"));
        Assert.Throws<ArgumentException>("path", () => paywall.ReplacePageByView(TalerPageKind.Price, ""));
        Assert.Throws<ArgumentNullException>("write", () => paywall.ReplacePage(TalerPageKind.Price, null!));
        Assert.Throws<ArgumentNullException>("teaser", () => paywall.AddTeaser((Func<HttpContext, TalerResource, ValueTask<IHtmlContent?>>)null!));
        Assert.Throws<ArgumentNullException>("teaser", () => paywall.AddTeaser((Func<TalerResource, IHtmlContent?>)null!));
    }

    private static void AssertKept(Browser browser, ShownPage page, HttpStatusCode status)
    {
        Assert.Equal(status, page.Response.StatusCode);
        Assert.Equal("no-store", page.Response.Headers.CacheControl!.ToString());
        Assert.Superset(new HashSet<string> { "Cookie", "Accept", "Accept-Language" }, page.Response.Headers.Vary.ToHashSet());
        Assert.NotNull(browser.PaywallCookie);
        Assert.Equal(["frame-ancestors 'self'"], page.Response.Headers.GetValues("Content-Security-Policy"));
    }

    private Task<Shop> OpenAsync(
        Action<TalerPaywallBuilder> change, Action<IServiceCollection>? add = null, Dictionary<string, string?>? settings = null) =>
        Shop.OpenAsync(settings ?? OnClickSettings(), builder =>
        {
            add?.Invoke(builder.Services);
            change(builder.Services.AddTalerPaywall(_ => { }));
        });

    private Dictionary<string, string?> OnClickSettings() =>
        new(Shop.Settings(sandbox.BaseUrl)) { ["TalerPaywall:OrderCreation"] = "OnClick" };

    private sealed class BrokenPage : ComponentBase
    {
        [Parameter]
        public TalerPage? Page { get; set; }

        protected override void OnInitialized() => throw new InvalidOperationException("The designer made a mistake.");
    }
}
