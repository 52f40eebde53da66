using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Pages;
using Taler.Paywall.Resources;
using Taler.Paywall.Responses;

namespace Taler.Paywall.Tests.Pages;

/// <summary>The pay page as the package Taler.Paywall.PayPage has it written.</summary>
public sealed class PayPageTests
{
    private const string Script = "if (1 < 2 && 'a' > \"b\") go();";

    [Theory]
    [InlineData("en", "Pay for “<bdi>Map &lt;1&gt;</bdi>”", "Pay with your wallet on this device", "or scan the code with the wallet on your phone", "I have paid", "Waiting for the payment …")]
    [InlineData("de", "„<bdi>Map &lt;1&gt;</bdi>“ bezahlen", "Mit der Wallet auf diesem Gerät bezahlen", "oder den Code mit der Wallet auf dem Telefon scannen", "Ich habe bezahlt", "Warten auf die Zahlung …")]
    [InlineData("fr", "Payer «&#xA0;<bdi>Map &lt;1&gt;</bdi>&#xA0;»", "Payer avec le portefeuille de cet appareil", "ou scannez le code avec le portefeuille de votre téléphone", "J’ai payé", "En attente du paiement…")]
    [InlineData("es", "Pagar «<bdi>Map &lt;1&gt;</bdi>»", "Pagar con el monedero de este dispositivo", "o escanee el código con el monedero de su teléfono", "Ya he pagado", "Esperando el pago…")]
    [InlineData("ar", "دفع ثمن «<bdi>Map &lt;1&gt;</bdi>»", "الدفع بالمحفظة الموجودة على هذا الجهاز", "أو امسح الرمز بالمحفظة الموجودة على هاتفك", "لقد دفعت", "في انتظار الدفع…")]
    public async Task It_shows_two_ways_to_pay_and_waits(string language, string heading, string here, string scan, string paid, string waiting)
    {
        var (context, html) = await WriteAsync(language);

        Assert.Equal(402, context.Response.StatusCode);
        AssertInOrder(
            html,
            $"<h1>{heading}</h1>",
            "<p class=\"price\"><bdi>",
            $"<p class=\"action first\"><a href=\"taler://pay/backend.example/1/?a=1&amp;b=2\">{here}</a></p>",
            $"<figcaption>{scan}</figcaption><div class=\"code\" role=\"img\" aria-label=\"",
            "<svg></svg></div></figure>",
            "<p id=\"taler-watch\" role=\"status\" hidden data-url=\"/map?taler_paywall=wait\" data-paid-url=\"/map?taler_paywall=paid\" data-claimed=\"",
            $">{waiting}</p>",
            Script + "</script>",
            $"<p class=\"action\"><a href=\"/map?taler_paywall=paid\">{paid}</a></p>",
            "<p class=\"hint\">",
            "<p class=\"hint\"><a href=\"https://wallet.taler.net/\">");
    }

    [Fact]
    public async Task Only_its_own_script_runs_and_may_ask_only_the_site()
    {
        var (context, html) = await WriteAsync("en");

        var policy = context.Response.Headers.ContentSecurityPolicy.ToString();
        var nonce = policy.Split('\'').First(part => part.StartsWith("nonce-", StringComparison.Ordinal))["nonce-".Length..];
        Assert.Equal(
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; base-uri 'none'; frame-ancestors 'self'", policy);
        Assert.Contains($"<script nonce=\"{nonce}\">{Script}</script>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_javascript_it_asks_again_by_itself()
    {
        var (_, html) = await WriteAsync("en");

        AssertInOrder(html, "<noscript><meta http-equiv=\"refresh\" content=\"5;url=/map?taler_paywall=paid\"></noscript>", "</head>");
    }

    [Fact]
    public async Task Where_search_engines_may_keep_it_it_says_what_it_sells()
    {
        var (context, html) = await WriteAsync("en", options => options.Pages.Indexable = true);

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Contains("\"isAccessibleForFree\":false", html, StringComparison.Ordinal);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</script><b>")]
    [InlineData("<!-- <script>")]
    public void Code_that_would_end_its_element_is_refused(string code) => Assert.Throws<ArgumentException>(nameof(code), () => Markup.Code(code));

    private static async Task<(HttpContext Context, string Html)> WriteAsync(string language, Action<TalerPaywallOptions>? configure = null)
    {
        var merchant = new Mock<ITalerMerchantClient>();
        merchant.Setup(client => client.GetConfigAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new MerchantConfig { Version = "25:0:13", Currency = "KUDOS" });
        var services = new ServiceCollection().AddLogging().AddSingleton(merchant.Object);
        services.AddTalerPaywall(options =>
        {
            options.Merchant.BaseUrl = "http://127.0.0.1:9966/instances/sandbox/";
            options.Merchant.AccessToken = "secret-token:sandbox";
            options.PublicBaseUrl = "https://shop.example/";
            options.Resources.Add(new TalerPaywallResource { Pattern = "/map", Price = "KUDOS:0.5", Summary = "Map <1>" });
            configure?.Invoke(options);
        });
        await using var provider = services.BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = provider };
        context.Request.Path = "/map";
        context.Request.Headers.AcceptLanguage = language;
        context.Response.Body = body;
        await OwnResponse.PageAsync(context, 402, PageCatalogue.Pay(OfferOf(provider, context), new PayParts(
            "taler://pay/backend.example/1/?a=1&b=2",
            new HtmlString("<svg></svg>"),
            Markup.Code(Script),
            PageActions.Path(context.Request, PageAction.Wait),
            PageActions.Path(context.Request, PageAction.Paid),
            TestPageUrl: null,
            RefreshSeconds: 5)));
        return (context, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private static Offer OfferOf(IServiceProvider provider, HttpContext context)
    {
        var rules = provider.GetRequiredService<Settings.PaywallRulesMonitor>().Current;
        Resource resource = rules.Match(context).Resource!;
        return new Offer(resource, rules.FulfillmentUrl(context.Request, resource), rules.Site);
    }

    private static void AssertInOrder(string html, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = html.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"Not there, or not in this order: {part}\n{html}");
            at = found + part.Length;
        }
    }
}
