using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Advice;

/// <summary>A pattern that sells some methods, over an endpoint that takes all of them: the same page is free for the rest.</summary>
public sealed class MethodAdviceTests
{
    /// <summary>The controllers and pages of these tests take play money.</summary>
    private const string Development = "Development";

    private static readonly Action<WebApplication> Paywall = app => app.UseTalerPaywall();
    private static readonly Action<Dictionary<string, string?>> SellGet = settings => settings["TalerPaywall:Resources:1:Methods:0"] = "GET";

    [Fact]
    public async Task An_endpoint_that_takes_every_method()
    {
        Action<WebApplication> map = app => app.Map("/report", () => "");

        var sentence = await AdvisedShop.ExpectAsync("MethodsLeftOpen", Paywall + map, SellGet);
        await AdvisedShop.ExpectNoneAsync(Paywall + map);
        await AdvisedShop.ExpectNoneAsync(Paywall + (app => app.MapGet("/report", () => "")), SellGet);
        await AdvisedShop.ExpectNoneAsync(Paywall + (app => app.Map("/elsewhere", () => "")), SellGet);

        Assert.Contains("/report", sentence, StringComparison.Ordinal);
        Assert.Contains("TalerPaywall:Resources:1", sentence, StringComparison.Ordinal);
        Assert.Contains(" (and 0 more) ", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_below_a_pattern_that_does_not_sell_GET() =>
        await AdvisedShop.ExpectAsync("MethodsLeftOpen", Paywall + (app => app.Map("/report", () => "")), settings => settings["TalerPaywall:Resources:1:Methods:0"] = "POST");

    [Fact]
    public async Task A_fallback_below_a_pattern_that_sells_some_methods() =>
        await AdvisedShop.ExpectAsync("MethodsLeftOpen", Paywall + (app => app.MapFallback("/report", () => "")), SellGet);

    [Theory]
    [InlineData("/conventional/free")]
    [InlineData("/pages/free")]
    public async Task An_action_or_a_page_that_takes_every_method(string path)
    {
        Action<WebApplication> map = app =>
        {
            app.MapControllerRoute("default", "{controller=Conventional}/{action=Free}");
            app.MapRazorPages();
        };
        Action<Dictionary<string, string?>> sell = settings =>
        {
            settings["TalerPaywall:Resources:2:Pattern"] = path;
            settings["TalerPaywall:Resources:2:Price"] = "EUR:3";
        };

        await AdvisedShop.ExpectAsync("MethodsLeftOpen", Paywall + map, sell + (settings => settings["TalerPaywall:Resources:2:Methods:0"] = "GET"), WithPages, Development);
        await AdvisedShop.ExpectNoneAsync(Paywall + map, sell, WithPages, Development);
    }

    [Fact]
    public async Task An_endpoint_whose_other_methods_somebody_has_thought_of()
    {
        await AdvisedShop.ExpectNoneAsync(Paywall + (app => app.Map("/report", () => "").RequireTalerPayment("EUR:1", name: "report")), SellGet);
        await AdvisedShop.ExpectNoneAsync(Paywall + (app => app.Map("/report", () => "").DisableTalerPaywall()), SellGet);
        await AdvisedShop.ExpectNoneAsync(
            Paywall + (app => app.Map("/report", () => "")),
            SellGet + (settings =>
            {
                settings["TalerPaywall:Resources:2:Pattern"] = "/{page}";
                settings["TalerPaywall:Resources:2:Price"] = "EUR:3";
            }));
        await AdvisedShop.ExpectNoneAsync(
            Paywall + (app => app.Map("/essays/{slug}/notes", () => "")),
            settings =>
            {
                settings["TalerPaywall:Resources:2:Pattern"] = "/essays/{slug}/notes";
                settings["TalerPaywall:Resources:2:Price"] = "EUR:3";
                settings["TalerPaywall:Resources:2:Methods:0"] = HttpMethods.Post;
            });
    }

    private static void WithPages(WebApplicationBuilder builder)
    {
        builder.Services.AddControllers().AddApplicationPart(typeof(MethodAdviceTests).Assembly);
        builder.Services.AddRazorPages(options => options.RootDirectory = "/Kinds/Pages");
    }
}
