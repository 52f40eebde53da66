using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.Paywall.FunctionalTests.Pages;

namespace Taler.Paywall.FunctionalTests;

/// <summary>What the README shows is code that compiles here and settings that start.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Taler.Paywall/README.md")]
    [InlineData("docs/resources.md")]
    [InlineData("src/Taler.Paywall.PayPage/README.md")]
    [InlineData("docs/caching.md")]
    [InlineData("docs/pay-page.md")]
    [InlineData("docs/pages.md")]
    [InlineData("docs/cors.md")]
    public void Every_code_block_stands_in_this_file_letter_by_letter(string readme)
    {
        var source = Unindented(File.ReadAllText(Here()));

        var blocks = CodeBlocks().Matches(File.ReadAllText(InRepository(readme))).Select(match => match.Groups["code"].Value).ToList();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(Unindented(block), source, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_setting_is_in_the_table_and_every_row_is_a_setting()
    {
        var rows = SettingRows().Matches(File.ReadAllText(InRepository("README.md"))).Select(match => match.Groups["key"].Value).Order();

        string[] settings =
        [
            "Merchant:BaseUrl", "Merchant:AccessToken", "Merchant:Password", "Merchant:PublicBaseUrl", "Merchant:Timeout", "Merchant:MaxConcurrentCalls", "PublicBaseUrl",
            "Resources:n:Pattern", "Resources:n:Price", "Resources:n:Name", "Resources:n:Summary", "Resources:n:FulfillmentPath",
            "Resources:n:Query", "Resources:n:Methods", "Resources:n:RefundDelay", "FreePaths", "OrderCreation", "OrderLimits:PerSecond", "OrderLimits:Burst", "OrderLimits:PerClientPerMinute", "PayPage", "Resources:n:PayPage", "SessionLifetime",
            "PaymentCache:Lifetime", "PaymentCache:OutageGrace", "PaymentCache:MaxEntries", "Pages:SiteName", "Pages:Stylesheet", "Pages:Logo", "Pages:Indexable", "SharedCaches", "Cookie:Name",
        ];
        Assert.Equal(settings.Order(), rows);
    }

    [Fact]
    public void The_program_of_the_readme_compiles()
    {
        Assert.NotNull((Action<string[]>)Program);
        Assert.NotNull((Action<WebApplication>)Refund);
        Assert.NotNull((Action<WebApplication>)TellPrices);
        Assert.NotNull((Action<WebApplication>)Keep);
        Assert.NotNull((Action<WebApplicationBuilder>)BehindProxy);
        Assert.NotNull((Action<WebApplicationBuilder>)PayOnSite);
        Assert.NotNull((Action<WebApplication>)PayOneEndpointOnSite);
        Assert.NotNull((Action<WebApplicationBuilder>)OwnPages);
        Assert.NotNull((Action<WebApplicationBuilder>)LetOtherSitesAsk);
    }

    private static void Program(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"));

        var app = builder.Build();
        app.UseTalerPaywall();
        app.UseStaticFiles();
        app.MapGet("/report", () => "All is well.").RequireTalerPayment("KUDOS:1", "Quarterly report");
        app.Run();
    }

    private static void PayOnSite(WebApplicationBuilder builder)
    {
        builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall")).AddPayPage();
    }

    private static void PayOneEndpointOnSite(WebApplication app)
    {
        app.MapGet("/report", () => "All is well.").RequireTalerPayment("KUDOS:1", "Quarterly report").WithTalerPayPage(TalerPayPage.OnSite);
    }

    private static void Refund(WebApplication app)
    {
        app.MapPost("/essays/bread/refund", async (HttpContext context, ITalerMerchantClient merchant) =>
        {
            var payment = context.GetTalerPayment()!;
            await merchant.RefundAsync(payment.OrderId, payment.AmountPaid!, "The reader asked for it.");
            return Results.Redirect(payment.OrderStatusUrl.AbsoluteUri);
        });
    }

    private static void TellPrices(WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            var paywall = context.RequestServices.GetRequiredService<ITalerPaywall>();
            if (paywall.Match(context) is TalerPaywallMatch.Sold { Resource: var resource })
                context.Response.Headers["X-Price"] = resource.Price.ToString();
            await next(context);
        });
    }

    private static void Keep(WebApplication app)
    {
        app.MapGet("/about", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            return "About this site.";
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600",
        });
    }

    private static void BehindProxy(WebApplicationBuilder builder)
    {
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseTalerPaywall();
    }

    private static void OwnPages(WebApplicationBuilder builder)
    {
        builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"))
            .AddTeaser(resource => new HtmlString("<p>The first lines, as a taste …</p>"))
            .ReplacePage<OwnPricePage>(TalerPageKind.Price)
            .ReplacePageByView(TalerPageKind.Refund, "~/Views/Paywall/Refund.cshtml")
            .ReplacePage(TalerPageKind.Outage, async (context, page) =>
            {
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.WriteAsync($"<!DOCTYPE html><title>Sorry</title><h1>{HtmlEncoder.Default.Encode(page.Heading)}</h1>");
            });
    }

    private static void LetOtherSitesAsk(WebApplicationBuilder builder)
    {
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins("https://app.example")
            .WithMethods("GET", "POST")
            .WithHeaders(TalerPaywallDefaults.SessionHeaderName, "Idempotency-Key", "Content-Type")));

        var app = builder.Build();
        app.UseCors();
        app.UseTalerPaywall();
    }

    private static string Here([CallerFilePath] string path = "") => path;

    private static string InRepository(string path) => Path.Combine(Path.GetDirectoryName(Here())!, "../..", path);

    private static string Unindented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlocks();

    [GeneratedRegex(@"^\| `(?<key>(Merchant:|Resources:|OrderLimits:|PaymentCache:|Pages:|Cookie:)?[A-Z]\w+|Resources:n:\w+)` \| (?!.*\|.*\|.*\|)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingRows();
}
