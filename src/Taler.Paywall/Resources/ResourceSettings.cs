using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Merchant;

namespace Taler.Paywall.Resources;

/// <summary>Reads the settings of one resource and notes every mistake as a sentence that names the setting's key.</summary>
internal sealed class ResourceSettings(TalerPaywallResource settings, string key, List<string> mistakes)
{
    public string Key => key;

    public IReadOnlyList<string> ReadQuery(RoutePattern? pattern)
    {
        var names = new List<string>(settings.Query.Count);
        for (var i = 0; i < settings.Query.Count; i++)
        {
            var name = settings.Query[i];
            var setting = FormattableString.Invariant($"{nameof(settings.Query)}:{i}");
            if (string.IsNullOrWhiteSpace(name))
                Mistake<string>(setting, "is empty. Write the name of a query value, for example id.");
            else if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
                Mistake<string>(setting, $"\"{name}\" is there twice. Remove one.");
            else if (name.Equals(TalerPaywallDefaults.ActionQueryName, StringComparison.OrdinalIgnoreCase))
                Mistake<string>(setting, $"\"{name}\" is what the paywall's own pages put into a query. Give the value another name.");
            else if (pattern?.GetParameter(name) is not null)
                Mistake<string>(setting, $"\"{name}\" is a value of the pattern too. Give one of them another name.");
            else
                names.Add(name);
        }
        return names;
    }

    public IReadOnlyList<string> ReadMethods()
    {
        var methods = new List<string>(settings.Methods.Count);
        for (var i = 0; i < settings.Methods.Count; i++)
        {
            var method = settings.Methods[i] ?? "";
            if (!RequestMethods.IsKnown(method))
                Mistake<string>(FormattableString.Invariant($"{nameof(settings.Methods)}:{i}"), $"\"{method}\" is no HTTP method that is known here. Write for example GET, or leave Methods out to sell all.");
            else if (!methods.Contains(RequestMethods.Canonical(method)))
                methods.Add(RequestMethods.Canonical(method));
        }
        return methods;
    }

    public Amount? ReadPrice()
    {
        if (string.IsNullOrWhiteSpace(settings.Price))
            return Missing<Amount>(nameof(settings.Price), "Write CURRENCY:VALUE, for example KUDOS:1.50.");
        if (!Amount.TryParse(settings.Price, out var price))
            return Mistake<Amount>(nameof(settings.Price), $"\"{settings.Price}\" is not an amount. Write CURRENCY:VALUE, for example KUDOS:1.50.");
        return price.IsZero
            ? Mistake<Amount>(nameof(settings.Price), $"\"{settings.Price}\" is nothing. Remove the resource if it is free.")
            : price;
    }

    public RelativeTime? ReadRefundDelay()
    {
        if (settings.RefundDelay is not { } delay)
            return null;
        if (delay >= TimeSpan.Zero)
            return RelativeTime.FromTimeSpan(delay);
        Mistake<object>(nameof(settings.RefundDelay), $"{delay:c} is negative. Write 0 for no refunds, or for example 7.00:00:00 for a week.");
        return null;
    }

    public TalerPayPage? ReadPayPage()
    {
        if (settings.PayPage is { } payPage && !Enum.IsDefined(payPage))
            Mistake<object>(nameof(settings.PayPage), $"{payPage} is none of {string.Join(", ", Enum.GetNames<TalerPayPage>())}.");
        return settings.PayPage;
    }

    public Template? ReadName(ResourceValues values)
    {
        if (string.IsNullOrEmpty(settings.Name))
            return TemplateParser.FromPattern(TemplateKind.Path, values, leaveOut: static _ => false);
        if (Parse(nameof(settings.Name), settings.Name, TemplateKind.Name, values) is not { } name)
            return null;
        for (var i = values.PathCount; i < values.Count; i++)
        {
            if (!name.Uses(i))
                return Mistake<Template>(nameof(settings.Name), $"\"{settings.Name}\" leaves out the query value {{{values[i]}}}, so that different resources would share a name. Add it, or remove it from Query.");
        }
        return name;
    }

    public Template? ReadSummary(ResourceValues values, Template? name)
    {
        if (!string.IsNullOrEmpty(settings.Summary))
            return ReadSummary(settings.Summary, values, name);
        if (string.IsNullOrEmpty(settings.Name))
            return TemplateParser.FromPattern(TemplateKind.Summary, values, leaveOut: static _ => false);
        try
        {
            return TemplateParser.Parse(settings.Name, TemplateKind.Summary, values);
        }
        catch (FormatException)
        {
            // Noted for the name already.
            return null;
        }
    }

    private Template? ReadSummary(string text, ResourceValues values, Template? name)
    {
        if (Parse(nameof(settings.Summary), text, TemplateKind.Summary, values) is not { } summary)
            return null;
        for (var i = 0; i < values.Count; i++)
        {
            if (name is not null && summary.Uses(i) && !name.Uses(i))
                return Mistake<Template>(nameof(settings.Summary), $"\"{text}\" holds {{{values[i]}}}, which the name leaves out, so that one resource would have many summaries. Remove it, or add it to the name.");
        }
        return summary;
    }

    public Template? ReadFulfillmentPath(ResourceValues values, Template name)
    {
        const string setting = nameof(settings.FulfillmentPath);
        if (string.IsNullOrEmpty(settings.FulfillmentPath))
        {
            var path = TemplateParser.FromPattern(TemplateKind.Path, values, leaveOut: value => !name.Uses(value));
            return SameValues(values, name, path) is { } value
                ? Mistake<Template>(setting, $"is missing. The name leaves out {{{value}}}, so its resource would have many URLs. Write the one where buyers shall return to.")
                : path;
        }
        if (settings.FulfillmentPath[0] is not '/')
            return Mistake<Template>(setting, $"\"{settings.FulfillmentPath}\" does not begin with a slash. Write a path such as /essays/{{slug}}.");
        if (settings.FulfillmentPath.AsSpan().IndexOfAny('?', '#', '%') is >= 0 and var place)
            return Mistake<Template>(setting, $"\"{settings.FulfillmentPath}\" has the character {settings.FulfillmentPath[place]}. Write a path, not encoded; query values are added from Query.");
        if (Parse(setting, settings.FulfillmentPath.TrimEnd('/'), TemplateKind.Path, values) is not { } template)
            return null;
        return SameValues(values, name, template) is { } different
            ? Mistake<Template>(setting, $"\"{settings.FulfillmentPath}\" and the name do not hold the same values: {{{different}}} is in one of them only. One name must have one URL.")
            : template;
    }

    private static string? SameValues(ResourceValues values, Template name, Template path)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (name.Uses(i) != path.Uses(i))
                return values[i];
        }
        return null;
    }

    private Template? Parse(string setting, string text, TemplateKind kind, ResourceValues values)
    {
        try
        {
            return TemplateParser.Parse(text, kind, values);
        }
        catch (FormatException error)
        {
            return Mistake<Template>(setting, $"\"{text}\" {error.Message}");
        }
    }

    private T? Missing<T>(string setting, string advice) where T : class => Mistake<T>(setting, "is missing. " + advice);

    private T? Mistake<T>(string setting, string sentence) where T : class
    {
        mistakes.Add($"{key}:{setting}: {sentence}");
        return null;
    }
}
