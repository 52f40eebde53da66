using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>Reads a setting that is a route template and notes every mistake as a sentence that names the setting's key.</summary>
internal sealed class PatternSetting(string? text, string key, List<string> mistakes)
{
    public RoutePattern? Read()
    {
        if (string.IsNullOrWhiteSpace(text))
            return Mistake<RoutePattern>("is missing. Write a route template, for example /essays/{slug}.");
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return Mistake<RoutePattern>($"\"{text}\" is a URL. Write its path only, for example /essays/{{slug}}.");
        RoutePattern pattern;
        try
        {
            pattern = RoutePatternFactory.Parse(text);
        }
        catch (RoutePatternException error)
        {
            return Mistake<RoutePattern>($"\"{text}\" is not a route template. {error.Message}");
        }
        foreach (var segment in pattern.PathSegments)
        {
            if (segment.Parts.OfType<RoutePatternLiteralPart>().Any(literal => literal.Content.Contains('%', StringComparison.Ordinal)))
                return Mistake<RoutePattern>($"\"{text}\" has a percent sign. Patterns are compared with decoded paths; write the character itself.");
            if (segment.Parts is [RoutePatternLiteralPart { Content: "." or ".." }])
                return Mistake<RoutePattern>($"\"{text}\" has a dot segment, which no request arrives with. Leave it out.");
        }
        return pattern;
    }

    public PatternReader? ReadConstraints(ResourceValues values, ParameterPolicyFactory policies)
    {
        try
        {
            return new PatternReader(values, policies);
        }
        catch (Exception error) when (error is InvalidOperationException or RouteCreationException or ArgumentException)
        {
            return Mistake<PatternReader>($"\"{text}\" has a constraint that cannot be used. {error.Message}");
        }
    }

    private T? Mistake<T>(string sentence) where T : class
    {
        mistakes.Add($"{key}: {sentence}");
        return null;
    }
}
