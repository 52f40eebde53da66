using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Pages;

/// <summary>Writes a page: the site's own if there is one for its kind, else ours.</summary>
internal sealed class PageWriter(
    PageComposer composer, IPageLookInForce site, IEnumerable<PageReplacement> replacements, ILogger<PageWriter> logger)
{
    private readonly Dictionary<TalerPageKind, PageReplacement> _replacements = replacements.GroupBy(page => page.Kind).ToDictionary(pages => pages.Key, pages => pages.Last());

    /// <summary>Writes a page as the answer to a person. The status and all headers that do not belong to the page are set already.</summary>
    public async Task WriteAsync(HttpContext context, PageContent content)
    {
        var look = site.Look;
        var page = await composer.ComposeAsync(context, content, look);
        var response = context.Response;
        if (page.IsIndexable)
            response.StatusCode = StatusCodes.Status200OK;
        response.Headers.ContentLanguage = page.Language;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        if (_replacements.TryGetValue(page.Kind, out var replacement) && await TryReplaceAsync(context, page, replacement))
            return;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = PagePolicy.Of(page, look);
        await response.WriteAsync(PageHtml.Of(page).ToString(), context.RequestAborted);
    }

    /// <summary>Lets the site write. If that fails while the visitor has seen nothing, he gets our page.</summary>
    private async Task<bool> TryReplaceAsync(HttpContext context, TalerPage page, PageReplacement replacement)
    {
        var envelope = PageEnvelope.Of(context.Response);
        try
        {
            await replacement.Write(context, page);
            return true;
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Log.PageReplacementFailed(logger, page.Kind, error);
            envelope.Restore();
            return false;
        }
    }
}
