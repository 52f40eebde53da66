using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Pages;
using Taler.Paywall.Resources;
using Taler.Paywall.Responses;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Start;

/// <summary>Stops the start of an application that would give away what it was told to sell, before its server listens.</summary>
internal sealed class StartRefusal(
    EndpointDataSource endpoints, PaywallRulesMonitor rules, UsedMiddleware middleware, IEnumerable<PageReplacement> pages, IServiceProviderIsService services)
    : IStartupFilter
{
    /// <summary>
    /// A pipeline is built from its end. When it is the turn of what stands first here, all middleware and all endpoints have been declared,
    /// also those of startup filters around this one.
    /// </summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(pipeline =>
        {
            RefuseMistakes();
            return pipeline;
        });
        next(app);
    };

    private void RefuseMistakes()
    {
        var mistakes = EndpointOffers.Mistakes(endpoints.Endpoints, rules.Current.Resources).ToList();
        if (rules.Current.Resources.Count > 0 && !middleware.IsUsed)
            mistakes.Add("Resources are configured, but app.UseTalerPaywall() was not called: they would be free for all.");
        mistakes.AddRange(pages.Where(page => page.Service is { } service && !services.IsService(service))
            .Select(page => $"The {page.Kind} page is replaced, but what writes it is missing. Call {page.Remedy}."));
        if (!services.IsService(typeof(IPayPage)))
            mistakes.AddRange(endpoints.Endpoints.Where(PaysOnSite).Select(endpoint =>
                $"{endpoint.DisplayName}: PayPage: OnSite {TalerPaywallOptionsValidator.PayPageRemedy}"));
        if (mistakes.Count > 0)
            throw new InvalidOperationException("The paywall cannot hold:" + string.Concat(mistakes.Select(mistake => Environment.NewLine + "  - " + mistake)));
    }

    private static bool PaysOnSite(Endpoint endpoint) =>
        EndpointOffers.IsSold(endpoint) && endpoint.Metadata.GetMetadata<TalerPayPageAttribute>() is { PayPage: TalerPayPage.OnSite };
}
