using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;

namespace Taler.Paywall.Pages;

/// <summary>A page of the site's own in the place of ours. Of several for one kind the last holds.</summary>
/// <param name="Kind">Which page.</param>
/// <param name="Write">Writes the response.</param>
internal sealed record PageReplacement(TalerPageKind Kind, Func<HttpContext, TalerPage, Task> Write)
{
    /// <summary>The service without which it cannot be written; null if it needs none.</summary>
    public Type? Service { get; init; }

    /// <summary>What adds the service.</summary>
    public string? Remedy { get; init; }

    public static PageReplacement ByComponent<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TComponent>(TalerPageKind kind)
        where TComponent : IComponent => new(kind, static (context, page) =>
        new RazorComponentResult(typeof(TComponent), new Dictionary<string, object?>(StringComparer.Ordinal) { ["Page"] = page }) { PreventStreamingRendering = true }
            .ExecuteAsync(context))
        {
            Service = typeof(IComponentPrerenderer),
            Remedy = "builder.Services.AddRazorComponents()",
        };

    public static PageReplacement ByView(TalerPageKind kind, string path) => new(kind, (context, page) =>
        new ViewResult
        {
            ViewName = path,
            ViewData = new ViewDataDictionary<TalerPage>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = page },
        }.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor())))
    {
        Service = typeof(IActionResultExecutor<ViewResult>),
        Remedy = "builder.Services.AddControllersWithViews() or AddRazorPages()",
    };
}
