using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall;
using Taler.Paywall.Gate;
using Taler.Paywall.Start;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the paywall to the request pipeline.</summary>
public static class TalerPaywallApplicationBuilderExtensions
{
    /// <summary>
    /// Gates all requests that name a configured resource. Put it before everything that serves protected content, such as
    /// <c>UseStaticFiles</c>, and after <c>UseForwardedHeaders</c>, rewriters and <c>UsePathBase</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddTalerPaywall</c> was not called.</exception>
    public static IApplicationBuilder UseTalerPaywall(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(PaywallGate)) is not true)
            throw new InvalidOperationException("UseTalerPaywall() needs its services. Call builder.Services.AddTalerPaywall(...) before building the application.");
        app.ApplicationServices.GetRequiredService<UsedMiddleware>().AddTo(app);
        return app.UseMiddleware<TalerPaywallMiddleware>();
    }
}
