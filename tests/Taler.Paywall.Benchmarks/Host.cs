using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.Benchmarks;

/// <summary>
/// One of the servers: the same endpoint bare, behind the paywall, behind cookie authentication, or behind a paywall that knows the addresses of its
/// clients.
/// </summary>
internal static class Host
{
    public const string Bare = "bare";
    public const string Paywall = "paywall";
    public const string Flooded = "flooded";
    public const string CookieAuthentication = "cookie-authentication";
    public const string Page = "/essays/one";
    public const string FreePage = "/about";

    public static async Task<int> RunAsync(string kind, Uri backend)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        if (kind is Paywall or Flooded)
            AddPaywall(builder.Services, backend);
        if (kind is Flooded)
            KnowClients(builder.Services);
        if (kind is CookieAuthentication)
            builder.Services.AddAuthorization().AddAuthentication("Cookies").AddCookie("Cookies");
        var app = builder.Build();
        if (kind is Flooded)
            app.UseForwardedHeaders();
        if (kind is Paywall or Flooded)
            app.UseTalerPaywall();
        if (kind is CookieAuthentication)
            app.UseAuthentication().UseAuthorization();
        var endpoint = app.MapGet("/essays/{slug}", (string slug) => "An essay about " + slug);
        app.MapGet(FreePage, () => "About the essays");
        if (kind is CookieAuthentication)
            SignIn(app, endpoint);
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.First());
        await Console.In.ReadLineAsync();
        await app.StopAsync();
        return 0;
    }

    private static void AddPaywall(IServiceCollection services, Uri backend) => services.AddTalerPaywall(options =>
    {
        options.Merchant.BaseUrl = backend.AbsoluteUri;
        options.Merchant.AccessToken = "secret-token:sandbox";
        options.PaymentCache.Lifetime = TimeSpan.FromHours(1);
        options.Resources.Add(new TalerPaywallResource { Pattern = "/essays/{slug}", Name = "essay:{slug}", Price = "KUDOS:1" });
    });

    private static void KnowClients(IServiceCollection services)
    {
        services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor);
        services.Configure<TalerPaywallOptions>(options => options.OrderLimits.PerClientPerMinute = 10);
    }

    private static void SignIn(WebApplication app, RouteHandlerBuilder endpoint)
    {
        endpoint.RequireAuthorization();
        app.MapGet("/sign-in", (HttpContext context) =>
            context.SignInAsync("Cookies", new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "reader")], "Cookies"))));
    }
}
