using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Pages;

/// <summary>What makes a teaser for a resource.</summary>
internal sealed record TeaserSource(Func<HttpContext, TalerResource, ValueTask<IHtmlContent?>> Make);

/// <summary>The site's teasers for a page. One that fails is left out: a visitor can buy without it.</summary>
internal sealed class Teasers(IEnumerable<TeaserSource> sources, TroubleLog<Teasers> log)
{
    public async Task<HtmlString?> MakeAsync(HttpContext context, TalerResource resource)
    {
        var made = new List<Markup>();
        foreach (var source in sources)
        {
            try
            {
                // Content may fail when it is written, too, so that is done here.
                if (await source.Make(context, resource) is { } teaser)
                    made.Add(Markup.Of($"{teaser}"));
            }
            catch (Exception error) when (!context.RequestAborted.IsCancellationRequested)
            {
                log.TeaserFailed(resource.Name, error);
            }
        }
        return made.Count == 0 ? null : Markup.Join(made).ToHtmlString();
    }
}
