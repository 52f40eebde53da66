using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>Makes templates from settings (<c>essay:{slug}</c>) and from patterns.</summary>
internal static class TemplateParser
{
    /// <summary>Reads a text with values in braces; <c>{{</c> and <c>}}</c> are braces themselves.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind">What the text is for.</param>
    /// <param name="values">The values it may hold, first those of the pattern.</param>
    /// <exception cref="FormatException">The message ends a sentence that begins with the setting.</exception>
    public static Template Parse(string text, TemplateKind kind, ResourceValues values)
    {
        var parts = new List<Template.Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
                continue;
            }
            if (c is '}')
                throw new FormatException("has a } without {. Write }} for the character itself.");
            if (c is not '{')
            {
                literal.Append(c);
                continue;
            }
            var end = text.IndexOf('}', i);
            if (end < 0)
                throw new FormatException("has a { without }. Write {{ for the character itself.");
            AddValue(parts, literal, kind, values, values.IndexOf(text[(i + 1)..end]));
            i = end;
        }
        AddLiteral(parts, kind, literal);
        if (kind is TemplateKind.Name)
            Delimit(parts);
        if (kind is TemplateKind.Path)
            AddQuery(parts, values);
        return new Template(kind, parts);
    }

    /// <summary>The pattern itself as a template, with the query values behind it.</summary>
    /// <param name="kind">What the template is for.</param>
    /// <param name="values">The values, and the pattern they come from.</param>
    /// <param name="leaveOut">Tells which optional values stay out.</param>
    public static Template FromPattern(TemplateKind kind, ResourceValues values, Func<int, bool> leaveOut)
    {
        var parts = new List<Template.Part>();
        foreach (var segment in values.Pattern.PathSegments)
        {
            var literal = "/";
            foreach (var part in segment.Parts)
            {
                switch (part)
                {
                    case RoutePatternParameterPart parameter:
                        var index = values.IndexOf(parameter.Name);
                        var optional = values.IsOptional(index);
                        if (!optional || !leaveOut(index))
                            parts.Add(new(literal, index, optional, parameter.IsCatchAll));
                        literal = "";
                        break;
                    case RoutePatternLiteralPart text:
                        literal += kind is TemplateKind.Summary ? text.Content : CanonicalText.EncodeLiteral(text.Content);
                        break;
                    case RoutePatternSeparatorPart separator:
                        literal += separator.Content;
                        break;
                }
            }
            if (literal.Length > 0)
                parts.Add(new(literal, -1));
        }
        AddQuery(parts, values);
        return new Template(kind, parts);
    }

    private static void AddValue(List<Template.Part> parts, StringBuilder literal, TemplateKind kind, ResourceValues values, int value)
    {
        // A path has no slash at its end, so the slash in front of a missing value goes with it.
        var slash = kind is TemplateKind.Path && literal.Length > 0 && literal[^1] is '/';
        if (slash)
        {
            literal.Length--;
            AddLiteral(parts, kind, literal);
        }
        var text = slash ? "/" : Spell(literal, kind);
        parts.Add(new(text, value, DropLiteral: slash, KeepSlashes: values.IsCatchAll(value)));
        literal.Clear();
    }

    private static void AddLiteral(List<Template.Part> parts, TemplateKind kind, StringBuilder literal)
    {
        if (literal.Length > 0)
            parts.Add(new(Spell(literal, kind), -1));
    }

    private static string Spell(StringBuilder literal, TemplateKind kind) =>
        kind is TemplateKind.Path ? CanonicalText.EncodeLiteral(literal.ToString()) : literal.ToString();

    private static void AddQuery(List<Template.Part> parts, ResourceValues values)
    {
        for (var i = values.PathCount; i < values.Count; i++)
            parts.Add(new((i == values.PathCount ? "?" : "&") + Uri.EscapeDataString(values[i]) + "=", i));
    }

    private static void Delimit(List<Template.Part> parts)
    {
        for (var i = 0; i + 1 < parts.Count; i++)
        {
            var next = parts[i + 1];
            if (parts[i].Value < 0 || next.Value < 0)
                continue;
            if (next.Literal is "")
                throw new FormatException("has two values without a character between them, so that different resources could get the same name. Write a colon between them.");
            if (char.IsAsciiLetterOrDigit(next.Literal[0]) || next.Literal[0] is '%')
                throw new FormatException($"has the character '{next.Literal[0]}' behind a value, so that different resources could get the same name. Write a colon there.");
            parts[i] = parts[i] with { Delimiter = next.Literal[0] };
        }
    }
}
