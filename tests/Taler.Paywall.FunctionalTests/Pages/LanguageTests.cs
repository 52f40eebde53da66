using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Pages;

/// <summary>Every page in every language.</summary>
public sealed class LanguageTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Essay = "/essays/maps";

    public static TheoryData<string, string, string, string> Prices => new()
    {
        { "en", "Buy", "KUDOS\u00A00.5", "You pay with a GNU Taler wallet." },
        { "de", "Kaufen", "0,5", "Sie bezahlen mit einer Wallet von GNU Taler." },
        { "fr", "Acheter", "0,5", "Vous payez avec un portefeuille GNU Taler." },
        { "es", "Comprar", "0,5", "El pago se hace con un monedero de GNU Taler." },
        { "ar", "شراء", "٠٫٥", "يتم الدفع بمحفظة GNU Taler." },
    };

    [Theory]
    [MemberData(nameof(Prices))]
    public async Task The_price_page_speaks_the_language_of_the_visitor(string language, string button, string price, string text)
    {
        await using var shop = await OpenOnClickAsync();
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay, language)).AssertOurs(language);

        Assert.Equal("Essay maps", page.Heading);
        Assert.Equal(button, page.Document.QuerySelector("form[method=post] button")!.TextContent);
        Assert.StartsWith(price, page.Document.QuerySelector(".price > bdi")!.TextContent.TrimStart('\u200F'), StringComparison.Ordinal);
        Assert.Contains(text, page.Text, StringComparison.Ordinal);
        Assert.Equal("https://wallet.taler.net/", page.Document.QuerySelector("main a")!.GetAttribute("href"));
        Assert.Equal("noindex", page.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
    }

    [Theory]
    [InlineData("en", "Your payment was refunded", "Pick up the refund", "Your wallet has the money back.", "Buy again")]
    [InlineData("de", "Ihre Zahlung wurde erstattet", "Erstattung abholen", "Ihre Wallet hat das Geld zurück.", "Noch einmal kaufen")]
    [InlineData("fr", "Votre paiement a été remboursé", "Récupérer le remboursement", "Votre portefeuille a récupéré l’argent.", "Acheter de nouveau")]
    [InlineData("es", "Su pago fue reembolsado", "Recoger el reembolso", "Su monedero ya tiene el dinero.", "Comprar de nuevo")]
    [InlineData("ar", "تم رد المبلغ الذي دفعته", "استلام المبلغ المردود", "عاد المبلغ إلى محفظتك.", "الشراء مرة أخرى")]
    public async Task The_refund_page_says_whether_the_wallet_has_the_money(string language, string heading, string link, string pickedUp, string button)
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        using var visitor = new Visitor(shop, sandbox.Control);
        var order = OrderId.Parse((await visitor.BuyAsync(Essay)).OrderId!);
        var refund = await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(order, Amount.Parse("KUDOS:0.1"), "Did not like it");

        var pending = (await ShownPage.OpenAsync(visitor.Browser, Essay, language)).AssertOurs(language);
        await sandbox.Control.PickUpRefundAsync(visitor.Wallet, refund.TalerRefundUri.Value);
        var done = (await ShownPage.OpenAsync(visitor.Browser, Essay, language)).AssertOurs(language);

        Assert.Equal((heading, heading), (pending.Heading, done.Heading));
        Assert.Equal(link, pending.Document.QuerySelector("main a")!.TextContent);
        Assert.Contains(pickedUp, done.Text, StringComparison.Ordinal);
        Assert.Equal(button, done.Document.QuerySelector("form button")!.TextContent);
        Assert.Equal(["Essay maps", "KUDOS"], done.Document.QuerySelectorAll("main p bdi").Select(part => part.TextContent.Contains("KUDOS", StringComparison.Ordinal) ? "KUDOS" : part.TextContent).Order());
    }

    [Theory]
    [InlineData("en", "Payments cannot be checked right now", "Try again")]
    [InlineData("de", "Zahlungen können gerade nicht geprüft werden", "Noch einmal versuchen")]
    [InlineData("fr", "Impossible de vérifier les paiements pour le moment", "Réessayer")]
    [InlineData("es", "Ahora no se pueden comprobar los pagos", "Intentar de nuevo")]
    [InlineData("ar", "لا يمكن التحقق من المدفوعات الآن", "المحاولة مرة أخرى")]
    public async Task The_outage_page_says_when_to_come_back_and_leads_to_the_same_address(string language, string heading, string link)
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(new Uri("http://127.0.0.1:1/")));
        using var browser = new Browser(shop.BaseAddress);
        shop.ExpectLog(line => line is { Level: LogLevel.Warning });

        var page = (await ShownPage.OpenAsync(browser, Essay + "?a=1&b=2", language)).AssertOurs(language, HttpStatusCode.ServiceUnavailable);

        Assert.Equal(heading, page.Heading);
        Assert.NotNull(page.Response.Headers.RetryAfter);
        Assert.Equal((link, Essay + "?a=1&b=2"), (page.Document.QuerySelector("main a")!.TextContent, page.Document.QuerySelector("main a")!.GetAttribute("href")));
    }

    [Theory]
    [InlineData("en", "This page needs a cookie", "Go on")]
    [InlineData("de", "Diese Seite braucht ein Cookie", "Weiter")]
    [InlineData("fr", "Cette page a besoin d’un cookie", "Continuer")]
    [InlineData("es", "Esta página necesita una cookie", "Continuar")]
    [InlineData("ar", "تحتاج هذه الصفحة إلى ملف تعريف ارتباط", "متابعة")]
    public async Task The_cookies_page_leads_on_and_gives_a_cookie(string language, string heading, string link)
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay, language, referer: new Uri(sandbox.BaseUrl, "/").AbsoluteUri)).AssertOurs(language);

        Assert.Equal((heading, link), (page.Heading, page.Document.QuerySelector("main a")!.TextContent));
        Assert.NotNull(browser.PaywallCookie);
    }

    [Theory]
    [InlineData("en", "Too many visitors at once")]
    [InlineData("de", "Zu viele Besucher auf einmal")]
    [InlineData("fr", "Trop de visiteurs à la fois")]
    [InlineData("es", "Demasiadas visitas a la vez")]
    [InlineData("ar", "عدد كبير من الزوار في وقت واحد")]
    public async Task The_limit_page_says_when_to_come_back(string language, string heading)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderLimits:PerClientPerMinute"] = "1";
        await using var shop = await Shop.OpenAsync(settings);
        using var first = new Browser(shop.BaseAddress);
        using var second = new Browser(shop.BaseAddress);
        using (await first.OpenAsync(Essay))
        {
            var page = (await ShownPage.OpenAsync(second, Essay, language)).AssertOurs(language, HttpStatusCode.ServiceUnavailable);

            Assert.Equal(heading, page.Heading);
            Assert.NotNull(page.Response.Headers.RetryAfter);
        }
    }

    [Fact]
    public async Task The_price_gets_its_symbol_and_digits_as_soon_as_the_backend_has_told_them_and_no_page_waits_for_that()
    {
        await using var shop = await OpenOnClickAsync();
        using var browser = new Browser(shop.BaseAddress);

        await Eventually.IsSoAsync(async () =>
        {
            var price = (await ShownPage.OpenAsync(browser, Essay, "de-CH")).AssertOurs("de").Document.QuerySelector(".price")!.TextContent;
            Assert.Contains(price, new[] { "KUDOS\u00A00.5", "KUDOS\u00A00.50" });
            return price == "KUDOS\u00A00.50";
        });
        Assert.Equal("", await CallsAsync("private/orders"));
    }

    [Fact]
    public async Task Where_prices_are_shown_the_backend_is_asked_for_its_currencies_at_the_start()
    {
        await using var shop = await OpenOnClickAsync();

        await Eventually.IsSoAsync(async () => await CallsAsync("config") is not "");

        Assert.Equal("GET", await CallsAsync("config"));
    }

    [Fact]
    public async Task What_the_site_chose_for_the_request_is_spoken()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderCreation"] = "OnClick";
        await using var shop = await Shop.OpenAsync(settings, build: app =>
        {
            app.UseRequestLocalization(["en", "fr-CH"]);
            app.UseTalerPaywall();
        });
        using var browser = new Browser(shop.BaseAddress);

        (await ShownPage.OpenAsync(browser, Essay + "?culture=fr-CH", "de")).AssertOurs("fr");
        (await ShownPage.OpenAsync(browser, Essay, "de")).AssertOurs("en");
    }

    [Fact]
    public async Task Any_language_header_that_the_server_takes_gets_a_page()
    {
        await using var shop = await OpenOnClickAsync(limit: 200 * 1024);
        using var browser = new Browser(shop.BaseAddress);

        (await ShownPage.OpenAsync(browser, Essay, "de," + new string('x', 100 * 1024))).AssertOurs("de");
        (await ShownPage.OpenAsync(browser, Essay, string.Concat(Enumerable.Repeat("q=;,*;q=9,", 10_000)))).AssertOurs("en");
        (await ShownPage.OpenAsync(browser, Essay, "tlh, \"quoted\", <b>")).AssertOurs("en");
    }

    private async Task<Shop> OpenOnClickAsync(int? limit = null)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderCreation"] = "OnClick";
        await sandbox.Control.ClearRequestsAsync();
        return await Shop.OpenAsync(settings, builder =>
        {
            if (limit is { } size)
                builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestHeadersTotalSize = size);
        });
    }

    private async Task<string> CallsAsync(string path) =>
        string.Join(' ', (await sandbox.Control.RequestsAsync()).Where(request => request.Path.StartsWith(path, StringComparison.Ordinal)).Select(request => request.Method));
}
